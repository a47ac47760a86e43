import Graphs
import Tensors

/// `Y = ¬X`.
///
/// - Source: ONNX Not, opset 1.
struct Not: Unary {
  static let schema = OperatorSchema(
    "Not", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(1, ["T": [.bool]])
    ])
  static let tolerance = Tolerance.exact

  init(_ node: NodeReader) {}

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    guard case .bool(let values) = x.elements else {
      throw .wrongType(input: 0, found: x.dtype.name, expected: "bool")
    }
    return [try .tensor(values.mapped { !$0 }, x.shape)]
  }
}
