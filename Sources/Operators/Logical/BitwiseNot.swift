import Graphs
import Tensors

/// `Y = ~X`, bit by bit.
///
/// - Source: ONNX BitwiseNot, opset 18.
struct BitwiseNot: Unary {
  static let schema = OperatorSchema(
    "BitwiseNot", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(18, ["T": .integers])
    ])
  static let tolerance = Tolerance.exact

  init(_ node: NodeReader) {}

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    switch x.widened(.native) {
    case .int(let values):
      return [try .narrowing(.int(values.mapped { ~$0 }), to: x.dtype, x.shape)]
    case .uint(let values):
      return [try .narrowing(.uint(values.mapped { ~$0 }), to: x.dtype, x.shape)]
    default: throw .wrongType(input: 0, found: x.dtype.name, expected: "an integer type")
    }
  }
}
