import Foundation

/// What a graph of plain nodes needs of an ONNX model: protobuf's wire format, field by field.
///
/// https://protobuf.dev/programming-guides/encoding and ONNX's onnx.proto say what the numbers mean.
struct Model {
  struct Node {
    let `operator`: Operator
    let inputs: [String]
    let output: String
  }

  typealias Port = (name: String, type: String)

  let inputs: [Port]
  /// In an order in which they can run.
  let nodes: [Node]
  let outputs: [String]

  /// ModelProto: graph 7, functions 25.
  init(_ file: Data) throws(Failure) {
    let file = try Message(file)
    guard file[25].isEmpty else { throw refused("Functions of a model are not read here.") }
    guard let bytes = file[7].last?.bytes else {
      throw .error(phase: "load", "The file holds no graph.")
    }
    // GraphProto: node 1, initializer 5, input 11, output 12, sparse_initializer 15.
    let graph = try Message(bytes)
    guard graph[5].isEmpty, graph[15].isEmpty else {
      throw refused("Initializers are not read here.")
    }
    var inputs: [Port] = []
    for field in graph[11] { inputs.append(try Self.port(field)) }
    var nodes: [Node] = []
    for field in graph[1] { nodes.append(try Node(field)) }
    var outputs: [String] = []
    for field in graph[12] { outputs.append(try Self.port(field).name) }
    var known = Set(inputs.map(\.name))
    for node in nodes {
      try Self.check(node.inputs, known)
      known.insert(node.output)
    }
    try Self.check(outputs, known)
    (self.inputs, self.nodes, self.outputs) = (inputs, nodes, outputs)
  }

  private static func check(_ names: [String], _ known: Set<String>) throws(Failure) {
    for name in names where !known.contains(name) {
      throw .error(phase: "import", "Nothing gives the value '\(name)'.")
    }
  }

  /// ValueInfoProto: name 1, type 2. TypeProto: tensor_type 1. TypeProto.Tensor: elem_type 1.
  private static func port(_ field: Message.Field) throws(Failure) -> Port {
    let info = try Message(field.bytes)
    let declared = try Message(info[2].last?.bytes ?? Data())
    guard let tensor = declared[1].last else {
      throw refused("'\(info.text(1))' is no tensor, and there are only tensors here.")
    }
    let code = try Message(tensor.bytes)[1].last?.integer ?? 0
    guard let type = Tensor.types.first(where: { UInt64($0.value) == code })?.key else {
      throw refused(
        "'\(info.text(1))' has an element type that is not done here: number \(code).")
    }
    return (info.text(1), type)
  }
}

extension Model.Node {
  /// NodeProto: input 1, output 2, op_type 4, attribute 5, domain 7.
  fileprivate init(_ field: Message.Field) throws(Failure) {
    let node = try Message(field.bytes)
    let domain = node.text(7).isEmpty ? "ai.onnx" : node.text(7)
    let name = "\(domain):\(node.text(4))"
    guard domain == "ai.onnx", let found = Operator.all[node.text(4)] else {
      throw .unsupported(operator: name, "There is no kernel.")
    }
    guard node[5].isEmpty else {
      throw .unsupported(operator: name, "Attributes are not read here.")
    }
    guard node[1].count == found.inputCount, node[2].count == 1 else {
      throw .error(
        phase: "import", "\(name) takes \(found.inputCount) inputs and gives one output.")
    }
    self.operator = found
    inputs = node[1].map(\.text)
    output = node.text(2)
  }
}

private func refused(_ reason: String) -> Failure { .unsupported(operator: nil, reason) }

/// The fields of a protobuf message.
private struct Message {
  struct Field {
    let number: UInt64
    /// An integer, or the bytes of a text or message; the other is empty.
    var integer: UInt64 = 0
    var bytes = Data()

    var text: String { String(decoding: bytes, as: UTF8.self) }
  }

  private var fields: [Field] = []

  init(_ bytes: Data) throws(Failure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let tag = try Self.varint(&rest)
      var field = Field(number: tag >> 3)
      switch tag & 7 {
      case 0: field.integer = try Self.varint(&rest)
      case 1: _ = try Self.take(&rest, 8)
      case 2: field.bytes = try Self.take(&rest, try Self.varint(&rest))
      case 5: _ = try Self.take(&rest, 4)
      default: throw .error(phase: "load", "The model is no protobuf message.")
      }
      fields.append(field)
    }
  }

  subscript(number: UInt64) -> [Field] { fields.filter { $0.number == number } }

  /// The last of this number, as protobuf has it; empty where there is none.
  func text(_ number: UInt64) -> String { self[number].last?.text ?? "" }

  private static func varint(_ rest: inout Data) throws(Failure) -> UInt64 {
    var result: UInt64 = 0
    for shift in stride(from: 0, to: 64, by: 7) {
      guard let byte = rest.popFirst() else { break }
      result |= UInt64(byte & 0x7f) << UInt64(shift)
      if byte < 0x80 { return result }
    }
    throw .error(
      phase: "load", "The model ends within an integer, or has one of more than 64 bits.")
  }

  private static func take(_ rest: inout Data, _ count: UInt64) throws(Failure) -> Data {
    guard count <= UInt64(rest.count) else {
      throw .error(
        phase: "load", "The model has a field of \(count) bytes where \(rest.count) are left.")
    }
    defer { rest = rest.dropFirst(Int(count)) }
    return rest.prefix(Int(count))
  }
}
