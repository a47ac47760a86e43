package import Tensors

/// Named tensors as numpy's `.npz` files: a zip file of `.npy` files.
///
/// - Source: numpy.savez.
package struct NumpyArchive: Sendable {
  private static let ending = ".npy"

  private let zip: ZipArchive
  /// In the file's order.
  package let names: [String]

  package init(_ bytes: [UInt8]) throws(FormatError) {
    zip = try ZipArchive(bytes)
    names = zip.entries.map(\.name).filter { $0.hasSuffix(Self.ending) }
      .map { String($0.dropLast(Self.ending.count)) }
    guard !names.isEmpty else { throw FormatError("has no .npy file in it") }
  }

  /// - Throws: where there is no such tensor, or its bytes are none.
  package func tensor(_ name: String) throws(FormatError) -> Tensor {
    guard let entry = zip.entries.first(where: { $0.name == name + Self.ending }) else {
      throw FormatError("has no '\(name)'; it has \(names.joined(separator: ", "))")
    }
    do throws(FormatError) { return try NumpyFile.tensor(try zip.content(of: entry)) } catch {
      guard !error.fact.contains("'\(name)") else { throw error }
      throw FormatError("has a member '\(name)' that \(error.fact)")
    }
  }

  /// The bytes of a file with these tensors.
  ///
  /// - Throws: for the first whose element type numpy lacks.
  package static func bytes(
    of tensors: [(name: String, tensor: Tensor)]
  ) throws(FormatError) -> [UInt8] {
    var zip = ZipWriter()
    for (name, tensor) in tensors {
      zip.add(name + ending, try NumpyFile.checkedBytes(of: tensor, name: name))
    }
    return zip.finished()
  }
}
