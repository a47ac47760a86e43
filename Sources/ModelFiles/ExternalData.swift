import Glibc

/// Where beside a model file a tensor's bytes lie, in bytes.
package struct ExternalLocation: Sendable, Equatable {
  package let location: String
  package let offset: Int
  package let length: Int

  var entries: [StringEntry] {
    [
      StringEntry("location", location), StringEntry("offset", "\(offset)"),
      StringEntry("length", "\(length)"),
    ]
  }
}

/// The files beside a model that hold tensors' bytes, each mapped once.
///
/// A location is a relative path that, after following symbolic links, stays inside the model's
/// folder.
final class ExternalData {
  private let folder: String?
  private let model: String
  private var files: [String: FileBytes] = [:]

  init(folder: String?, of model: String) {
    self.folder = folder
    self.model = model
  }

  /// Those found so far, sorted.
  var locations: [String] { files.keys.sorted() }

  /// The file and the bytes in it that `entries` (`location`, `offset`, `length`) name.
  func find(
    _ entries: [StringEntry]
  ) throws(ModelFileError) -> (FileBytes, ExternalLocation) {
    let values = Dictionary(entries.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    guard let location = values["location"], !location.isEmpty else {
      throw error("no location")
    }
    let file = try file(at: location)
    let offset = try number(values["offset"], "an offset") ?? 0
    guard offset <= file.count else {
      throw error("an offset of \(offset) into '\(location)', which has \(file.count) bytes")
    }
    let length = try number(values["length"], "a length") ?? file.count - offset
    guard length <= file.count - offset else {
      throw error(
        "\(length) bytes at offset \(offset) of '\(location)', which has \(file.count) bytes")
    }
    return (file, ExternalLocation(location: location, offset: offset, length: length))
  }

  private func file(at location: String) throws(ModelFileError) -> FileBytes {
    if let known = files[location] { return known }
    guard let folder else { throw error("location '\(location)', but the model has no folder") }
    guard !location.hasPrefix("/"), !location.utf8.contains(0) else {
      throw error("location '\(location)', which is not a relative path")
    }
    guard let root = Self.resolved(folder) else { throw error("a model folder that is not there") }
    guard let path = Self.resolved(root + "/" + location) else {
      throw error("location '\(location)', which can't be found: \(FileBytes.systemReason())")
    }
    guard path.hasPrefix(root == "/" ? root : root + "/") else {
      throw error("location '\(location)', which is outside of the model's folder")
    }
    let file = try FileBytes(mapping: path)
    files[location] = file
    return file
  }

  private func number(_ text: String?, _ what: String) throws(ModelFileError) -> Int? {
    guard let text else { return nil }
    guard let number = Int(text), number >= 0 else {
      throw error("\(what) '\(text)', which is not a count of bytes")
    }
    return number
  }

  private func error(_ what: String) -> ModelFileError {
    ModelFileError(model, .externalData(what))
  }

  private static func resolved(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
