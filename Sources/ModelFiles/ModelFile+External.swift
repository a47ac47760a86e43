import Tensors

extension ModelFile {
  /// Has tensors that `original` reads from files beside it read from there: for a model in the same
  /// folder.
  package mutating func keepLocations(of original: ModelFile) {
    let origins = Dictionary(
      original.graph.initializers.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for (index, initializer) in graph.initializers.enumerated() {
      guard let old = origins[initializer.name], let origin = old.origin,
        old.tensor.views(sameMemoryAs: initializer.tensor)
      else { continue }
      graph.initializers[index].place = origin
    }
  }

  /// Writes the file and, where its initializers take `limit` bytes, those of 1 KiB and more into one
  /// file beside it.
  ///
  /// - Returns: the name of the other file, if there is one.
  package func write(to path: String, spillingFrom limit: Int) throws(ModelFileError) -> String? {
    let byteCount = graph.initializers.reduce(0) {
      $0 + ($1.place == nil ? $1.tensor.byteCount : 0)
    }
    guard byteCount >= limit else {
      try write(to: path)
      return nil
    }
    let name = freeName(like: path.split(separator: "/").last.map { "\($0).data" } ?? "data")
    var (file, data) = (self, MessageWriter())
    for index in graph.initializers.indices {
      file.graph.initializers[index].spill(into: &data, of: name)
    }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    try data.write(to: folder + name)
    try file.write(to: path)
    return name
  }

  /// A name that no tensor of the file is read from.
  private func freeName(like wish: String) -> String {
    let taken = Set(graph.initializers.compactMap(\.place?.location))
    let names = [wish] + (2...taken.count + 2).map { "\(wish)_\($0)" }
    return names.first { !taken.contains($0) } ?? wish
  }
}

extension TensorProto {
  /// Systems map files in pages of this size, and runtimes view what begins with one.
  private static let alignment = 4096
  private static let leastByteCount = 1024

  fileprivate mutating func spill(into data: inout MessageWriter, of name: String) {
    guard place == nil, tensor.dtype != .string, tensor.byteCount >= Self.leastByteCount else {
      return
    }
    let padding = (Self.alignment - data.byteCount % Self.alignment) % Self.alignment
    data.append([UInt8](repeating: 0, count: padding))
    let offset = data.byteCount
    if tensor.dtype.bitWidth < 8 {
      data.append(tensor.packedBytes)
    } else {
      data.append(tensor.elements, byteCount: tensor.byteCount)
    }
    place = ExternalLocation(location: name, offset: offset, length: data.byteCount - offset)
  }
}

extension Tensor {
  fileprivate func views(sameMemoryAs other: Tensor) -> Bool {
    guard dtype == other.dtype, shape == other.shape else { return false }
    let addresses = [self, other].map { $0.elements.withBytes(\.baseAddress) }
    return addresses[0] == addresses[1]
  }
}
