package import Graphs
package import ModelFiles
import Operators
import Tensors

/// The model file of a graph: what ``importGraph`` reads back as the same graph.
///
/// Every value gets a name of its own, the one it had wherever that is free: inputs and outputs keep
/// theirs. Each domain is imported in the version under which most nodes mean what they mean here;
/// a node of another revision is written as a call of a function of the model that holds it.
///
/// - Parameters:
///   - original: where the file's other contents come from (producer, documentation, metadata).
///   - types: whether inferred types of inner values are written too.
/// - Throws: what has no form in a file.
package func exportModel(
  _ graph: Graph, like original: ModelFile? = nil, types: ExportedTypes = .ofInterface
) throws(ExportError) -> ModelFile {
  let versions = try OpsetChoice(graph)
  var export = ModelExport(versions: versions, types: types)
  var file = ModelFile(graph: try export.graph(graph))
  file.functions = export.functions
  file.opsetImports = versions.imports(functions: export.functionDomains)
  file.graph.docString = original?.graph.docString ?? ""
  file.graph.metadata = original?.graph.metadata ?? []
  file.producerName = original?.producerName ?? ""
  file.producerVersion = original?.producerVersion ?? ""
  file.domain = original?.domain ?? ""
  file.modelVersion = original?.modelVersion ?? 0
  file.docString = original?.docString ?? ""
  file.metadata = original?.metadata ?? []
  file.fileName = original?.fileName ?? file.fileName
  let needed = versions.irVersion(hasFunctions: !file.functions.isEmpty)
  file.irVersion = max(original?.irVersion ?? 0, needed)
  return file
}

/// Which types a file says.
package enum ExportedTypes: Sendable {
  /// Those of inputs and outputs.
  case ofInterface
  /// Those of all values, as far as they are known.
  case ofAllValues
}

/// Why a graph could not be written as a model file.
package enum ExportError: Error, Sendable, CustomStringConvertible {
  /// A constant that is no tensor.
  case constant(String)
  /// A node whose revision no version of its domain that suits the others has, and that can't be
  /// put into a function.
  case revision(node: String, operation: String, version: Int)

  package var description: String {
    switch self {
    case .constant(let name):
      "constant '\(name)' is no tensor, and a model file holds tensors only"
    case .revision(let node, let operation, let version):
      "\(operation) '\(node)' means something else in opset \(version), which the other nodes need, "
        + "and a node with bodies can't be put into a function of an older opset"
    }
  }
}

/// What an export carries along: names given out, and functions that hold older revisions.
struct ModelExport {
  let versions: OpsetChoice
  let types: ExportedTypes
  var functions: [FunctionProto] = []
  private var names: [ValueID: String] = [:]
  private var valueNames = FreeNames()
  /// onnxruntime refuses two nodes of one name.
  var nodeNames = FreeNames()

  init(versions: OpsetChoice, types: ExportedTypes) {
    self.versions = versions
    self.types = types
  }

  /// The domain of functions that hold a node of another opset.
  static let functionDomain = "wonnx.revisions"

  var functionDomains: [String] { Set(functions.map(\.domain)).sorted() }

  mutating func graph(_ graph: Graph) throws(ExportError) -> GraphProto {
    // Inputs and outputs come first, so that nothing else takes their names.
    for id in graph.inputs + graph.outputs { name(id, in: graph) }
    var proto = GraphProto()
    proto.name = graph.name.isEmpty ? "graph" : graph.name
    for id in graph.constants.keys.sorted() {
      guard let tensor = graph.constants[id]?.tensor else {
        throw .constant(graph.names[id] ?? "\(id.index)")
      }
      proto.initializers.append(TensorProto(name(id, in: graph), tensor))
    }
    for node in graph.nodes { proto.nodes += try nodes(node, in: graph) }
    proto.inputs = graph.inputs.map { info($0, in: graph) }
    proto.outputs = graph.outputs.map { info($0, in: graph) }
    if types == .ofAllValues {
      let ends = Set(graph.inputs + graph.outputs)
      proto.valueInfo = graph.nodes.flatMap(\.outputs).compactMap { id in
        guard let id, !ends.contains(id), let type = graph.types[id], type != .unknown else {
          return nil
        }
        return info(id, in: graph)
      }
    }
    return proto
  }

  private mutating func info(_ id: ValueID, in graph: Graph) -> ValueInfoProto {
    ValueInfoProto(name(id, in: graph), TypeProto(graph.types[id] ?? .unknown))
  }

  /// The value's name in the file.
  @discardableResult
  mutating func name(_ id: ValueID?, in graph: Graph) -> String {
    guard let id else { return "" }
    if let name = names[id] { return name }
    let wish = graph.names[id].flatMap { $0.isEmpty ? nil : $0 } ?? "value_\(id.index)"
    let name = valueNames.take(wish)
    names[id] = name
    return name
  }

  /// The node, or the two that it is fused of.
  private mutating func nodes(_ node: Node, in graph: Graph) throws(ExportError) -> [NodeProto] {
    if let call = node.operation as? FunctionCall {
      return [try proto(of: node, calling: call, in: graph)]
    }
    guard let fused = node.operation as? any FusedOperator else {
      return [try proto(of: node, in: graph)]
    }
    let middle = valueNames.take("\(node.name)_result")
    var leading = node
    leading.operation = fused.leading
    var first = try proto(of: leading, in: graph)
    var second = try proto(of: fused.following, in: graph)
    second.inputs = [middle]
    second.outputs = first.outputs
    first.outputs = [middle]
    return [first, second]
  }

  private mutating func proto(
    of node: Node, in graph: Graph
  ) throws(ExportError) -> NodeProto {
    var proto = NodeProto(
      node.operatorName, domain: node.domain, name: nodeNames.take(node.name),
      inputs: node.inputs.map { name($0, in: graph) },
      outputs: node.outputs.map { name($0, in: graph) })
    for key in node.attributes.keys.sorted() {
      guard let value = node.attributes[key] else { continue }
      proto.attributes.append(AttributeProto(key, try attribute(value)))
    }
    guard !versions.suits(node) else { return proto }
    guard node.bodies.isEmpty else {
      throw .revision(
        node: node.name, operation: "\(node.operatorName)-\(node.opset)",
        version: versions.version(of: node.domain))
    }
    return call(of: proto, node)
  }

  /// Puts a node into a function of its own opset, and calls that.
  private mutating func call(of proto: NodeProto, _ node: Node) -> NodeProto {
    var function = FunctionProto()
    function.name = "\(node.operatorName)_\(node.opset)_\(functions.count)"
    function.domain = Self.functionDomain
    function.inputs = proto.inputs.indices.map { "x\($0)" }
    function.outputs = proto.outputs.indices.map { "y\($0)" }
    var inner = proto
    inner.inputs = zip(proto.inputs, function.inputs).map { $0.isEmpty ? "" : $1 }
    inner.outputs = function.outputs
    function.nodes = [inner]
    function.opsetImports = [OperatorSetID(domain: node.domain, version: Int64(node.opset))]
    functions.append(function)
    return NodeProto(
      function.name, domain: function.domain, name: proto.name, inputs: proto.inputs,
      outputs: proto.outputs)
  }

  private mutating func attribute(
    _ value: AttributeValue
  ) throws(ExportError) -> AttributeProto.Value {
    switch value {
    case .float(let x): return .float(x)
    case .int(let x): return .int(x)
    case .string(let x): return .string(Array(x.utf8))
    case .tensor(let x): return .tensor(TensorProto("", x))
    case .graph(let x): return .graph(try graph(x))
    case .floats(let x): return .floats(x)
    case .ints(let x): return .ints(x)
    case .strings(let x): return .strings(x.map { Array($0.utf8) })
    case .tensors(let x): return .tensors(x.map { TensorProto("", $0) })
    case .graphs(let x):
      var graphs: [GraphProto] = []
      for body in x { graphs.append(try graph(body)) }
      return .graphs(graphs)
    case .sparseTensor(let x): return .sparseTensor(SparseTensorProto("", x))
    case .sparseTensors(let x): return .sparseTensors(x.map { SparseTensorProto("", $0) })
    case .typeProto(let x): return .typeProto(TypeProto(x))
    case .typeProtos(let x): return .typeProtos(x.map(TypeProto.init))
    }
  }
}
