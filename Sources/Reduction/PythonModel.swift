import Graphs
import ModelFiles
import Tensors

/// The Python that builds a model with `onnx.helper`, its tensors inline.
struct PythonModel {
  private let file: ModelFile

  init(_ file: ModelFile) { self.file = file }

  /// Statements; `model` is the model then.
  var text: String {
    var lines = file.functions.enumerated().map { place, function in
      "function_\(place) = \(Self.function(function))"
    }
    lines.append("graph = \(Self.graph(file.graph))")
    let functions = file.functions.indices.map { "function_\($0)" }.joined(separator: ", ")
    lines.append(
      "model = helper.make_model(graph, opset_imports=\(Self.imports(file.opsetImports)), "
        + "functions=[\(functions)], ir_version=\(file.irVersion))")
    return lines.joined(separator: "\n\n")
  }

  private static func graph(_ graph: GraphProto) -> String {
    Python.call(
      "helper.make_graph",
      [
        Python.list(graph.nodes.map(node)), Python.literal(graph.name),
        Python.list(graph.inputs.map(value)),
        Python.list(graph.outputs.map(value)),
        "initializer=\(Python.list(graph.initializers.map(tensor)))",
      ])
  }

  private static func function(_ function: FunctionProto) -> String {
    Python.call(
      "helper.make_function",
      [
        Python.literal(function.domain), Python.literal(function.name),
        Python.literals(function.inputs),
        Python.literals(function.outputs), Python.list(function.nodes.map(node)),
        imports(function.opsetImports), "attributes=\(Python.literals(function.attributes))",
      ])
  }

  /// `node("Conv", inputs, outputs, name, domain, {attributes})`.
  private static func node(_ node: NodeProto) -> String {
    let attributes = node.attributes.map { "\(Python.literal($0.name)): \(argument($0))" }
    return "node(\(Python.literal(node.operatorName)), \(Python.literals(node.inputs)), "
      + "\(Python.literals(node.outputs)), \(Python.literal(node.name)), "
      + "\(Python.literal(node.domain)), {\(attributes.joined(separator: ", "))})"
  }

  private static func argument(_ attribute: AttributeProto) -> String {
    guard let type = attribute.emptyListType else { return text(attribute.value) }
    let name = Python.literal(attribute.name)
    return "helper.make_attribute(\(name), [], attr_type=\(type.rawValue))"
  }

  private static func text(_ value: AttributeProto.Value) -> String {
    switch value {
    case .float(let x): Python.number(x)
    case .int(let x): "\(x)"
    case .string(let x): Python.bytes(x)
    case .floats(let x): "[\(x.map(Python.number).joined(separator: ", "))]"
    case .ints(let x): "\(x)"
    case .strings(let x): "[\(x.map(Python.bytes).joined(separator: ", "))]"
    case .tensor(let x): tensor(x)
    case .tensors(let x): Python.list(x.map(tensor))
    case .graph(let x): graph(x)
    case .graphs(let x): Python.list(x.map(graph))
    case .sparseTensor(let x): sparse(x)
    case .sparseTensors(let x): Python.list(x.map(sparse))
    case .typeProto(let x): type(x)
    case .typeProtos(let x): Python.list(x.map(type))
    case .reference(let name, let type):
      "onnx.AttributeProto(ref_attr_name=\(Python.literal(name)), type=\(type?.rawValue ?? 0))"
    }
  }

  private static func value(_ value: ValueInfoProto) -> String {
    let type = value.type.map(type) ?? "onnx.TypeProto()"
    return "helper.make_value_info(\(Python.literal(value.name)), \(type))"
  }

  private static func type(_ type: TypeProto) -> String {
    switch type.form {
    case .tensor(let dtype, let dims): "helper.make_tensor_type_proto(\(dtype), \(extents(dims)))"
    case .sparse(let dtype, let dims):
      "helper.make_sparse_tensor_type_proto(\(dtype), \(extents(dims)))"
    case .sequence(let element):
      "helper.make_sequence_type_proto(\(element.map(self.type) ?? "onnx.TypeProto()"))"
    case .optional(let element):
      "helper.make_optional_type_proto(\(element.map(self.type) ?? "onnx.TypeProto()"))"
    case .map(let key, let value):
      "helper.make_map_type_proto(\(key), \(value.map(self.type) ?? "onnx.TypeProto()"))"
    case .opaque, .none: "onnx.TypeProto()"
    }
  }

  private static func extents(_ dims: [DimensionProto]?) -> String {
    guard let dims else { return "None" }
    let texts = dims.map { dimension in
      switch dimension.extent {
      case .value(let extent): "\(extent)"
      case .parameter(let name): Python.literal(name)
      case .unknown: "None"
      }
    }
    return "[\(texts.joined(separator: ", "))]"
  }

  private static func imports(_ imports: [OperatorSetID]) -> String {
    let texts = imports.map { "helper.make_opsetid(\(Python.literal($0.domain)), \($0.version))" }
    return "[\(texts.joined(separator: ", "))]"
  }

  private static func tensor(_ proto: TensorProto) -> String {
    Python.tensor(proto.tensor, proto.name)
  }

  private static func sparse(_ proto: SparseTensorProto) -> String {
    let sparse = proto.sparse
    return "helper.make_sparse_tensor(\(Python.tensor(sparse.values, proto.name)), "
      + "\(Python.tensor(sparse.indices, "")), \(sparse.shape.dims))"
  }
}

extension AttributeProto {
  /// The type of a list without elements, which does not say it; `nil` of anything else.
  fileprivate var emptyListType: AttributeType? {
    switch value {
    case .floats(let x): x.isEmpty ? .floats : nil
    case .ints(let x): x.isEmpty ? .ints : nil
    case .strings(let x): x.isEmpty ? .strings : nil
    case .tensors(let x): x.isEmpty ? .tensors : nil
    case .float, .int, .string, .tensor, .graph, .graphs, .sparseTensor, .sparseTensors,
      .typeProto, .typeProtos, .reference:
      nil
    }
  }
}
