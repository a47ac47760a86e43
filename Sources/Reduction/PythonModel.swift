internal import FoundationEssentials
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
    call(
      "helper.make_graph",
      [
        list(graph.nodes.map(node)), literal(graph.name), list(graph.inputs.map(value)),
        list(graph.outputs.map(value)),
        "initializer=\(list(graph.initializers.map { tensor($0.tensor, $0.name) }))",
      ])
  }

  private static func function(_ function: FunctionProto) -> String {
    call(
      "helper.make_function",
      [
        literal(function.domain), literal(function.name), "\(literals(function.inputs))",
        literals(function.outputs), list(function.nodes.map(node)),
        imports(function.opsetImports), "attributes=\(literals(function.attributes))",
      ])
  }

  /// `node("Conv", inputs, outputs, name, domain, {attributes})`.
  private static func node(_ node: NodeProto) -> String {
    let attributes = node.attributes.map { "\(literal($0.name)): \(argument($0))" }
    return "node(\(literal(node.operatorName)), \(literals(node.inputs)), "
      + "\(literals(node.outputs)), \(literal(node.name)), \(literal(node.domain)), "
      + "{\(attributes.joined(separator: ", "))})"
  }

  /// A list without elements does not say its type by itself.
  private static func argument(_ attribute: AttributeProto) -> String {
    guard attribute.isEmptyList else { return text(attribute.value) }
    return "helper.make_attribute(\(literal(attribute.name)), [], attr_type=\(attribute.type))"
  }

  private static func text(_ value: AttributeProto.Value) -> String {
    switch value {
    case .float(let x): number(x)
    case .int(let x): "\(x)"
    case .string(let x): bytes(x)
    case .floats(let x): "[\(x.map(number).joined(separator: ", "))]"
    case .ints(let x): "\(x)"
    case .strings(let x): "[\(x.map(bytes).joined(separator: ", "))]"
    case .tensor(let x): tensor(x.tensor, x.name)
    case .tensors(let x): list(x.map { tensor($0.tensor, $0.name) })
    case .graph(let x): graph(x)
    case .graphs(let x): list(x.map(graph))
    case .sparseTensor(let x): sparse(x)
    case .sparseTensors(let x): list(x.map(sparse))
    case .typeProto(let x): type(x)
    case .typeProtos(let x): list(x.map(type))
    case .reference(let name, let type):
      "onnx.AttributeProto(ref_attr_name=\(literal(name)), type=\(type?.rawValue ?? 0))"
    }
  }

  private static func value(_ value: ValueInfoProto) -> String {
    "helper.make_value_info(\(literal(value.name)), \(value.type.map(type) ?? "onnx.TypeProto()"))"
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
      case .parameter(let name): literal(name)
      case .unknown: "None"
      }
    }
    return "[\(texts.joined(separator: ", "))]"
  }

  private static func imports(_ imports: [OperatorSetID]) -> String {
    let texts = imports.map { "helper.make_opsetid(\(literal($0.domain)), \($0.version))" }
    return "[\(texts.joined(separator: ", "))]"
  }

  /// `tensor(name, type, dims, "base64")`, by which the script makes a TensorProto.
  static func tensor(_ tensor: Tensor, _ name: String) -> String {
    let head = "tensor(\(literal(name)), \(tensor.dtype.rawValue), \(tensor.shape.dims), "
    guard case .string(let texts) = tensor.elements else {
      return head + literal(Data(tensor.packedBytes).base64EncodedString()) + ")"
    }
    return head + literals(Array(texts)) + ")"
  }

  private static func sparse(_ proto: SparseTensorProto) -> String {
    let sparse = proto.sparse
    return "helper.make_sparse_tensor(\(tensor(sparse.values, proto.name)), "
      + "\(tensor(sparse.indices, "")), \(sparse.shape.dims))"
  }

  private static func number(_ x: Float) -> String {
    x.isFinite ? "\(x)" : "float('\(x.isNaN ? "nan" : x < 0 ? "-inf" : "inf")')"
  }

  private static func bytes(_ bytes: [UInt8]) -> String {
    literal(String(decoding: bytes, as: UTF8.self))
  }

  static func literals(_ texts: [String]) -> String {
    "[\(texts.map(literal).joined(separator: ", "))]"
  }

  /// A Python string.
  static func literal(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case _ where scalar.value < 0x20 || scalar.value == 0x7f:
        let digits = String(scalar.value, radix: 16)
        result += "\\x" + (digits.count == 1 ? "0" : "") + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func list(_ items: [String]) -> String {
    items.isEmpty ? "[]" : "[\n" + items.map { indented($0) + ",\n" }.joined() + "]"
  }

  private static func call(_ name: String, _ arguments: [String]) -> String {
    "\(name)(\n" + arguments.map { indented($0) + ",\n" }.joined() + ")"
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }
      .joined(separator: "\n")
  }
}

extension AttributeProto {
  fileprivate var isEmptyList: Bool {
    switch value {
    case .floats(let x): x.isEmpty
    case .ints(let x): x.isEmpty
    case .strings(let x): x.isEmpty
    case .tensors(let x): x.isEmpty
    case .float, .int, .string, .tensor, .graph, .graphs, .sparseTensor, .sparseTensors,
      .typeProto, .typeProtos, .reference:
      false
    }
  }

  /// ONNX's number of a list's type.
  fileprivate var type: Int {
    switch value {
    case .floats: 6
    case .ints: 7
    case .strings: 8
    default: 9
    }
  }
}
