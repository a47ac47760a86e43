import Graphs
import Tensors

/// A sequence without elements, of tensors of the named element type; the default is float.
///
/// - Source: ONNX SequenceEmpty, opset 11.
struct SequenceEmpty: ContainerOperator {
  static let dtype = AttributeKey<Int>("dtype")
  static let schema = OperatorSchema(
    "SequenceEmpty", inputs: [], outputs: [.one("output", "S")],
    history: [
      .since(
        11, ["S": .sequences(of: .classic)],
        attributes: [dtype.optional])
    ])

  let dtype: DType

  init(_ node: NodeReader) throws(OperatorError) {
    let code = node[ifPresent: Self.dtype]
    dtype = if let code { try DType(attribute: "dtype", code) } else { .float }
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    [.sequence(.tensor(TensorType(dtype, nil)))]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    [.sequence([], of: .tensor(dtype))]
  }
}

extension SequenceEmpty {
  static let samples: [Sample] = [
    Sample([], ["dtype": .type(of: "S")]),
    Sample([]).types("S", .sequences(of: [.float])),
    .refused(.attribute, "dtype is a type", [], ["dtype": 99]),
  ]
}
