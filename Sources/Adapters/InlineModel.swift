internal import Foundation
internal import Harness
internal import Runtimes

/// A model on its way to a machine that shares no folder with this one: its own bytes, then those of
/// the files that its tensors lie in.
enum InlineModel {
  /// What the host sends.
  static func message(
    _ path: String, _ externalFiles: [String]
  ) throws(RuntimeError) -> (AdapterRequest.Model, ValueTransport.Payload) {
    var payload = ValueTransport.Payload()
    var model = AdapterRequest.Model(bytes: try add(path, to: &payload))
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    for name in externalFiles {
      guard isBelow(name) else {
        throw .input(
          "the model's tensors lie in '\(name)', which can't be sent: a name has to be a path below "
            + "the model's folder, without '..'")
      }
      let byteCount = try add(folder + name, to: &payload)
      model.external = (model.external ?? []) + [.init(name: name, bytes: byteCount)]
    }
    return (model, payload)
  }

  private static func add(
    _ path: String, to payload: inout ValueTransport.Payload
  ) throws(RuntimeError) -> Int {
    guard let bytes = Files.contents(path) else { throw .input("'\(path)' can't be read") }
    _ = payload.add(bytes)
    guard payload.byteCount <= ValueTransport.payloadLimit else {
      throw .input(
        "the model has more than \(ValueTransport.payloadLimit >> 30) GiB, which is all that can be "
          + "sent inline")
    }
    return bytes.count
  }

  /// A folder of this process alone with what an adapter was sent; its model is `model.onnx`.
  ///
  /// Whoever reads the model maps its files, so they may go when it has been made ready.
  static func store(
    _ model: AdapterRequest.Model, _ payload: [UInt8]
  ) throws(RuntimeError) -> String {
    let files =
      [AdapterRequest.External(name: "model.onnx", bytes: model.bytes ?? 0)]
      + (model.external ?? [])
    guard files.allSatisfy({ isBelow($0.name) && $0.bytes >= 0 }),
      Set(files.map(\.name)).count == files.count
    else {
      throw .foreign(
        .protocol,
        "the model's files have to be named once each, by paths below its folder without '..'")
    }
    let folder = NSTemporaryDirectory() + "wonnx-model-" + UUID().uuidString
    var rest = payload[...]
    do {
      for file in files {
        guard file.bytes <= rest.count else {
          throw RuntimeError.foreign(
            .protocol, "the payload has \(payload.count) bytes, and the model's files take more")
        }
        let target = URL(filePath: "\(folder)/\(file.name)")
        try FileManager.default.createDirectory(
          at: target.deletingLastPathComponent(), withIntermediateDirectories: true,
          attributes: [.posixPermissions: 0o700])
        try Data(rest.prefix(file.bytes)).write(to: target)
        rest = rest.dropFirst(file.bytes)
      }
    } catch {
      remove(folder)
      if let error = error as? RuntimeError { throw error }
      throw .foreign(.load, "the model can't be kept in '\(folder)': \(error.localizedDescription)")
    }
    guard rest.isEmpty else {
      remove(folder)
      throw .foreign(.protocol, "\(rest.count) bytes of the payload belong to no file")
    }
    return folder
  }

  static func remove(_ folder: String) { try? FileManager.default.removeItem(atPath: folder) }

  /// Whether a name is a relative path that stays where it begins.
  private static func isBelow(_ name: String) -> Bool {
    !name.hasPrefix("/") && !name.utf8.contains(0) && !name.isEmpty
      && !name.split(separator: "/").contains("..")
  }
}
