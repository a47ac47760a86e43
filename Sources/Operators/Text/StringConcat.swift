import Graphs
import Tensors

/// Each string of X followed by that of Y, after broadcasting.
///
/// - Source: ONNX StringConcat, opset 20.
struct StringConcat: TextOperator {
  static let schema = OperatorSchema(
    "StringConcat", inputs: [.one("X", "T"), .one("Y", "T")], outputs: [.one("Z", "T")],
    history: [
      .since(20, ["T": [.string]])
    ])

  init(_ node: NodeReader) throws(OperatorError) {}

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let (x, y) = (try inputs.tensor(0), try inputs.tensor(1))
    return [.tensor(TensorType(.string, try broadcast([x.dims, y.dims])))]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    guard let shape = try infer(inputs.inference).first?.tensor?.shape else {
      throw .missingInput(0)
    }
    let left = try inputs.strings(0, to: shape)
    let right = try inputs.strings(1, to: shape)
    return [try .tensor(Buffer(zip(left, right).map { $0 + $1 }), shape)]
  }
}
