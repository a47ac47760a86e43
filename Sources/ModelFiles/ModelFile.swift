/// A model file (`ModelProto`) in ONNX's words. Tensors view the mapped file where they can.
///
/// Training information and device configurations are skipped, and so is every field that
/// ONNX 1.23 does not know.
package struct ModelFile: Sendable {
  package var irVersion: Int64 = 13
  package var opsetImports: [OperatorSetID] = []
  package var producerName = ""
  package var producerVersion = ""
  package var domain = ""
  package var modelVersion: Int64 = 0
  package var docString = ""
  package var graph: GraphProto
  package var functions: [FunctionProto] = []
  package var metadata: [StringEntry] = []
  /// The file's name for messages, without its folder.
  package var fileName = "model"
  /// The files beside it in which tensors lie, as it names them; sorted.
  package private(set) var externalFiles: [String] = []

  package init(graph: GraphProto, opset: Int64? = nil) {
    self.graph = graph
    if let opset { opsetImports = [OperatorSetID(domain: "", version: opset)] }
  }

  /// Maps the file at `path`. External data are looked for in its folder, and only there.
  package init(path: String) throws(ModelFileError) {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "./"
    try self.init(Source(try FileBytes(mapping: path), folder: folder))
  }

  /// Reads a model from memory.
  ///
  /// - Parameter folder: where external data are; without one, a tensor that has some is an error.
  package init(bytes: [UInt8], name: String = "model", folder: String? = nil)
    throws(ModelFileError)
  {
    try self.init(Source(FileBytes(bytes, name: name), folder: folder))
  }

  private init(_ source: Source) throws(ModelFileError) {
    graph = GraphProto()
    irVersion = 0
    fileName = source.file.name
    var hasGraph = false
    var message = Message(source, "ModelProto")
    while let field = try message.next() {
      switch field.number {
      case 1: irVersion = try field.integer()
      case 2: producerName = try field.prose()
      case 3: producerVersion = try field.prose()
      case 4: domain = try field.prose()
      case 5: modelVersion = try field.integer()
      case 6: docString = try field.prose()
      case 7:
        graph = try GraphProto(try field.message("GraphProto"))
        hasGraph = true
      case 8: opsetImports.append(try OperatorSetID(try field.message("OperatorSetIdProto")))
      case 14: metadata.append(try StringEntry(try field.message("StringStringEntryProto")))
      case 25: functions.append(try FunctionProto(try field.message("FunctionProto")))
      default: break
      }
    }
    guard hasGraph else { throw source.error(.missing("graph")) }
    externalFiles = source.external.locations
    source.file.settle()
  }
}

/// The version of a domain's operators that a model or function uses (`OperatorSetIdProto`).
package struct OperatorSetID: Sendable, Equatable {
  package var domain: String
  package var version: Int64

  package init(domain: String, version: Int64) {
    self.domain = domain
    self.version = version
  }

  init(_ message: Message) throws(ModelFileError) {
    var message = message
    (domain, version) = ("", 0)
    while let field = try message.next() {
      switch field.number {
      case 1: domain = try field.text("a domain")
      case 2: version = try field.integer()
      default: break
      }
    }
  }
}

/// A key and a value (`StringStringEntryProto`).
package struct StringEntry: Sendable, Equatable {
  package var key: String
  package var value: String

  package init(_ key: String, _ value: String) {
    self.key = key
    self.value = value
  }

  init(_ message: Message) throws(ModelFileError) {
    var message = message
    (key, value) = ("", "")
    while let field = try message.next() {
      switch field.number {
      case 1: key = try field.prose()
      case 2: value = try field.prose()
      default: break
      }
    }
  }
}
