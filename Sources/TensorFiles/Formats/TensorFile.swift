import Archives
package import Graphs
import Harness
import ModelFiles
package import Tensors

/// A file of values, whose sentences name it.
package struct TensorFile: Sendable {
  package let path: String

  package init(_ path: String) { self.path = path }

  /// The value of the file, or the one that `member` names where it holds several.
  ///
  /// - Parameters:
  ///   - name: what the value is for: a column of a table, a member of a bundle.
  ///   - type: what it is for; text becomes its element type.
  /// - Throws: a sentence that names the file.
  package func value(
    member: String? = nil, name: String, as type: ValueType?
  ) throws(FeedError) -> Value {
    let wanted = type?.tensor ?? TensorType(.float, nil)
    switch TensorFormat(path: path) {
    case .npy:
      return .tensor(
        try parsed { bytes throws(FormatError) in try NumpyFile.tensor(bytes) })
    case .npz:
      return .tensor(
        try parsed { bytes throws(FormatError) in
          let archive = try NumpyArchive(bytes)
          return try archive.tensor(member ?? Self.only(of: archive.names, or: name))
        })
    case .h5, .hdf5:
      let names = try archiveNames()
      return .tensor(try archived(member ?? Self.only(of: names, or: name)))
    case .csv, .tsv:
      let table = try table(names: [name])
      return .tensor(
        try explained { () throws(FormatError) in try table.tensor(name, as: wanted) })
    case .txt:
      return .tensor(
        try parsed { bytes throws(FormatError) in try TextFile.tensor(bytes, as: wanted) })
    case .json:
      return try parsed { bytes throws(FormatError) in
        let file = try JSONFile(bytes)
        return try file.value(member ?? Self.only(of: file.names, or: name))
      }
    case .pb, nil:
      do throws(ModelFileError) { return try Value(path: path, as: type) } catch {
        throw FeedError("\(error)")
      }
    }
  }

  /// One element a line.
  package func lines() throws(FeedError) -> Tensor {
    try parsed { bytes throws(FormatError) in
      try TextFile.tensor(bytes, as: TensorType(.string, nil))
    }
  }

  /// The same as texts.
  package func texts() throws(FeedError) -> [String] {
    try parsed { bytes throws(FormatError) in
      TextFile.lines(try TextFile.text(bytes)).map { String($0) }
    }
  }

  /// The name of the only value, else the one asked for.
  private static func only(of names: [String], or name: String) -> String {
    names.count == 1 && !names.contains(name) ? names[0] : name
  }

  func table(names: [String]) throws(FeedError) -> CSVFile {
    let separator: Character = TensorFormat(path: path) == .tsv ? "\t" : ","
    return try parsed { bytes throws(FormatError) in
      try CSVFile(bytes, separator: separator, names: names)
    }
  }

  func archiveNames() throws(FeedError) -> [String] {
    do throws(ArchiveError) { return try ArchiveReader(reading: path).names } catch {
      throw FeedError("\(error).")
    }
  }

  func archived(_ name: String) throws(FeedError) -> Tensor {
    do throws(ArchiveError) { return try ArchiveReader(reading: path).tensor(name) } catch {
      throw FeedError("\(error).")
    }
  }

  /// The file's bytes as a format has them.
  func parsed<T>(_ parse: ([UInt8]) throws(FormatError) -> T) throws(FeedError) -> T {
    let bytes: [UInt8]
    do throws(SystemError) { bytes = try Files.bytes(path) } catch {
      throw FeedError("'\(path)' can't be read: \(error).")
    }
    return try explained { () throws(FormatError) in try parse(bytes) }
  }

  func explained<T>(_ read: () throws(FormatError) -> T) throws(FeedError) -> T {
    do throws(FormatError) { return try read() } catch {
      throw FeedError("'\(path)' \(error.fact).")
    }
  }
}
