import Archives
import Harness
import ModelFiles
import Tensors

/// Writes values into files, whose kind their names' endings say.
package struct ValueWriting: Sendable {
  private let path: String

  /// - Parameter path: `.npz`, `.h5` and `.json` hold any number of values; `.npy`, `.pb`, `.csv`,
  ///   `.tsv` and `.txt` one; a name without an ending is a folder of `output_0.pb`, ….
  package init(_ path: String) { self.path = path }

  /// Whether it is, or will be, a folder.
  ///
  /// - Throws: a sentence where its ending is no format's.
  package var isFolder: Bool {
    get throws(FeedError) {
      guard TensorFormat(path: path) == nil else { return false }
      guard path.split(separator: "/").last?.contains(".") != true || Files.isFolder(path) else {
        throw FeedError(
          "'\(path)' has none of the endings .npz, .h5, .npy, .pb, .csv, .tsv, .txt and .json, nor is "
            + "it a folder.")
      }
      return true
    }
  }

  /// - Throws: a sentence where the file does not hold values such as these or can't be written.
  package func write(_ values: [NamedValue]) throws(FeedError) {
    switch TensorFormat(path: path) {
    case .npz:
      let tensors = try values.map { value throws(FeedError) in
        (name: value.name, tensor: try tensor(value))
      }
      try write { () throws(FormatError) in try NumpyArchive.bytes(of: tensors) }
    case .h5, .hdf5: try writeArchive(values)
    case .json:
      let data = values.map { ValueData($0.value, name: $0.name) }
      let text: String
      do { text = try JSONLine.encode(["outputs": data]) + "\n" } catch {
        throw FeedError("'\(path)' can't be written: \(error).")
      }
      try write { () throws(FormatError) in Array(text.utf8) }
    case .npy:
      let value = try only(of: values)
      let tensor = try tensor(value)
      try write { () throws(FormatError) in
        try NumpyFile.checkedBytes(of: tensor, name: value.name)
      }
    case .csv:
      let text = CSVFile.text(of: try tensor(only(of: values)))
      try write { () throws(FormatError) in Array(text.utf8) }
    case .tsv:
      let text = CSVFile.text(of: try tensor(only(of: values)), separator: "\t")
      try write { () throws(FormatError) in Array(text.utf8) }
    case .txt:
      let text = TextFile.text(of: try tensor(only(of: values)))
      try write { () throws(FormatError) in Array(text.utf8) }
    case .pb:
      let value = try only(of: values)
      try writeMessage(value, to: path)
    case nil:
      _ = try isFolder
      do throws(FileError) { try Files.makeFolder(path) } catch { throw FeedError("\(error).") }
      for (place, value) in values.enumerated() {
        try writeMessage(value, to: "\(path)/output_\(place).pb")
      }
    }
  }

  private func write(_ bytes: () throws(FormatError) -> [UInt8]) throws(FeedError) {
    let content: [UInt8]
    do throws(FormatError) { content = try bytes() } catch {
      throw FeedError("'\(path)' \(error.fact).")
    }
    do throws(FileError) { try Files.write(content, to: path) } catch {
      throw FeedError("\(error).")
    }
  }

  private func writeMessage(_ value: NamedValue, to path: String) throws(FeedError) {
    do throws(FileError) { try Files.makeFolder(of: path) } catch { throw FeedError("\(error).") }
    do throws(ModelFileError) { try value.value.write(to: path, name: value.name) } catch {
      throw FeedError("\(error)")
    }
  }

  private func writeArchive(_ values: [NamedValue]) throws(FeedError) {
    let tensors = try values.map { value throws(FeedError) in
      (name: value.name, tensor: try tensor(value))
    }
    do throws(FileError) { try Files.makeFolder(of: path) } catch { throw FeedError("\(error).") }
    do throws(ArchiveError) {
      let archive = try Archive(creating: path)
      var groups: Set<Substring> = []
      for (name, tensor) in tensors {
        let place = name.drop { $0 == "/" }
        if let slash = place.lastIndex(of: "/"), groups.insert(place[..<slash]).inserted {
          try archive.makeGroup(String(place[..<slash]))
        }
        try archive.write(tensor, as: String(place))
      }
      try archive.finish()
    } catch { throw FeedError("\(error).") }
  }

  private func only(of values: [NamedValue]) throws(FeedError) -> NamedValue {
    guard values.count == 1, let value = values.first else {
      throw FeedError(
        "'\(path)' holds one output, and there are \(values.count): .npz, .h5, .json or a folder hold "
          + "all, NAME=\(path) chooses one of "
          + values.map { "'\($0.name.onOneLine)'" }.joined(separator: ", ") + ".")
    }
    return value
  }

  private func tensor(_ value: NamedValue) throws(FeedError) -> Tensor {
    if case .optional(let held?, _) = value.value {
      return try tensor(NamedValue(value.name, held))
    }
    guard let tensor = value.value.tensor else {
      throw FeedError(
        "'\(path)' holds tensors, but output '\(value.name.onOneLine)' is \(value.value.kind.name): a folder of "
          + ".pb files or .json holds it.")
    }
    return tensor
  }
}
