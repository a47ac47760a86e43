import CHDF5
package import Tensors

/// An HDF5 file being written: groups of tensors with attributes that say what each one is.
///
/// Element types that HDF5 lacks keep their bits as unsigned integers; the attribute `onnx_type`
/// names the type of every data set. Threads take turns in the library.
package struct Archive: ~Copyable {
  package let path: String
  private let file: ArchiveFile

  /// Creates the file, replacing one that is there.
  package init(creating path: String) throws(ArchiveError) {
    chdf5_enter()
    defer { chdf5_leave() }
    let id = chdf5_create_file(path)
    guard id >= 0 else { throw .create(path: path, errno: chdf5_last_errno()) }
    file = ArchiveFile(id)
    self.path = path
  }

  /// Makes a group, with the groups around it, and its attributes.
  package func makeGroup(
    _ name: String, texts: [String: String] = [:], numbers: [String: Double] = [:]
  ) throws(ArchiveError) {
    chdf5_enter()
    defer { chdf5_leave() }
    try check([name] + texts.values, of: name)
    let group = chdf5_create_group(file.id, name)
    guard group >= 0 else { throw failure(name) }
    try finish(group, name, texts, numbers)
  }

  /// Adds attributes to a group or data set that is there; `/` is the file.
  package func annotate(
    _ name: String, texts: [String: String] = [:], numbers: [String: Double] = [:]
  ) throws(ArchiveError) {
    chdf5_enter()
    defer { chdf5_leave() }
    try check([name] + texts.values, of: name)
    let object = chdf5_open(file.id, name)
    guard object >= 0 else { throw failure(name) }
    try finish(object, name, texts, numbers)
  }

  /// Writes a tensor as the data set `name`, a path below the root.
  package func write(
    _ tensor: Tensor, as name: String, texts: [String: String] = [:],
    numbers: [String: Double] = [:]
  ) throws(ArchiveError) {
    chdf5_enter()
    defer { chdf5_leave() }
    var strings = [name]
    if case .string(let elements) = tensor.elements { strings += Array(elements) }
    try check(strings, of: name)
    let type = Self.type(of: tensor.dtype)
    defer { _ = chdf5_close_type(type) }
    let dims = tensor.shape.dims.map { UInt64($0) }
    let status: Int32
    if case .string = tensor.elements {
      status = withCStrings(Array(strings.dropFirst())) { pointers in
        chdf5_write(file.id, name, type, Int32(dims.count), dims, pointers.baseAddress)
      }
    } else {
      status =
        tensor.elements.withBytes {
          chdf5_write(file.id, name, type, Int32(dims.count), dims, $0.baseAddress)
        } ?? -1
    }
    guard status >= 0 else { throw failure(name) }
    try annotate(
      name, texts: texts.merging(["onnx_type": tensor.dtype.name]) { $1 }, numbers: numbers)
  }

  private func check(
    _ texts: [String], of object: String
  ) throws(ArchiveError) {
    guard texts.allSatisfy({ !$0.utf8.contains(0) }) else {
      throw .zeroByte(path: path, object: object)
    }
  }

  /// Ends the file; errors that a full disk delays show here.
  package consuming func finish() throws(ArchiveError) {
    chdf5_enter()
    defer { chdf5_leave() }
    guard chdf5_flush(file.id) >= 0, file.close() else { throw failure("/") }
  }

  /// What the library's last call met. The file is not touched again.
  private func failure(_ object: String) -> ArchiveError {
    file.abandon()
    return .write(path: path, object: object, errno: chdf5_last_errno())
  }

  /// Writes the attributes of an open group or data set and closes it.
  private func finish(
    _ object: Int64, _ name: String, _ texts: [String: String], _ numbers: [String: Double]
  ) throws(ArchiveError) {
    for (key, text) in texts.sorted(by: { $0.key < $1.key }) {
      guard chdf5_write_text(object, key, text) >= 0 else {
        throw failure("\(name)@\(key)")
      }
    }
    for (key, value) in numbers.sorted(by: { $0.key < $1.key }) {
      guard chdf5_write_number(object, key, value) >= 0 else {
        throw failure("\(name)@\(key)")
      }
    }
    guard chdf5_close_object(object) >= 0 else { throw failure(name) }
  }

  static func type(of dtype: DType) -> Int64 {
    switch dtype {
    case .string: chdf5_string_type()
    case .bool: chdf5_bool_type()
    case .float16, .float, .double: chdf5_float_type(Int32(dtype.byteWidth))
    case .complex64, .complex128: chdf5_complex_type(Int32(dtype.byteWidth))
    default: chdf5_integer_type(Int32(dtype.byteWidth), dtype.isSignedInteger ? 1 : 0)
    }
  }
}

/// Calls `body` with C copies of the strings, which live until it returns.
private func withCStrings<R>(
  _ strings: [String], _ body: (UnsafeBufferPointer<UnsafePointer<CChar>?>) -> R
) -> R {
  var offsets: [Int] = []
  var bytes: [CChar] = []
  for string in strings {
    offsets.append(bytes.count)
    bytes.append(contentsOf: string.utf8CString)
  }
  return bytes.withUnsafeBufferPointer { storage in
    offsets.map { offset in storage.baseAddress.map { $0 + offset } }.withUnsafeBufferPointer(body)
  }
}
