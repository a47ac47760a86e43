import Foundation

/// What a graph of plain nodes needs of an ONNX model. ONNX's onnx.proto says what the fields' numbers
/// mean.
struct Model {
  struct Node {
    let `operator`: Operator
    let inputs: [String]
    let output: String
  }

  typealias Port = (name: String, type: String)

  let inputs: [Port]
  /// Initializers; that of an input's name is the input's default.
  let constants: [String: Tensor]
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
    guard graph[15].isEmpty else { throw refused("Sparse initializers are not read here.") }
    var constants: [String: Tensor] = [:]
    for field in graph[5] {
      let (name, tensor) = try Self.constant(field)
      constants[name] = tensor
    }
    var inputs: [Port] = []
    for field in graph[11] { inputs.append(try Self.port(field)) }
    var nodes: [Node] = []
    for field in graph[1] { nodes.append(try Node(field)) }
    var outputs: [String] = []
    for field in graph[12] { outputs.append(try Self.port(field).name) }
    var known = Set(inputs.map(\.name)).union(constants.keys)
    for node in nodes {
      try Self.check(node.inputs, known)
      known.insert(node.output)
    }
    try Self.check(outputs, known)
    (self.inputs, self.constants) = (inputs, constants)
    (self.nodes, self.outputs) = (nodes, outputs)
  }

  private static func check(_ names: [String], _ known: Set<String>) throws(Failure) {
    for name in names where !known.contains(name) {
      throw .error(phase: "import", "Nothing gives the value '\(name)'.")
    }
  }

  /// TensorProto: dims 1, data_type 2, float_data 4, int64_data 7, name 8, raw_data 9,
  /// data_location 14.
  private static func constant(_ field: Message.Field) throws(Failure) -> (String, Tensor) {
    let tensor = try Message(field.bytes)
    let type = try type(tensor.integer(2), "An initializer")
    guard tensor.integer(14) == 0 else { throw refused("External data are not read here.") }
    let shape = try tensor.integers(1).map { Int(truncatingIfNeeded: $0) }
    let integers = try tensor.integers(7)
    if type == "int64", !integers.isEmpty {
      let elements = Elements.int64(integers.map { Int64(bitPattern: $0) })
      return (tensor.text(8), try Tensor(shape: shape, elements))
    }
    // Raw bytes, or those of floats, in one field or in many.
    let bytes = (tensor[9] + tensor[4]).reduce(into: Data()) { $0 += $1.bytes }
    return (tensor.text(8), try Tensor(type: type, shape: shape, bytes: bytes))
  }

  /// ValueInfoProto: name 1, type 2. TypeProto: tensor_type 1. TypeProto.Tensor: elem_type 1.
  private static func port(_ field: Message.Field) throws(Failure) -> Port {
    let info = try Message(field.bytes)
    let declared = try Message(info[2].last?.bytes ?? Data())
    guard let tensor = declared[1].last else {
      throw refused("'\(info.text(1))' is no tensor, and there are only tensors here.")
    }
    return (info.text(1), try type(try Message(tensor.bytes).integer(1), "'\(info.text(1))'"))
  }

  private static func type(_ code: UInt64, _ subject: String) throws(Failure) -> String {
    guard let type = Tensor.types.first(where: { UInt64($0.value) == code })?.key else {
      throw refused("\(subject) has an element type that is not done here: number \(code).")
    }
    return type
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
