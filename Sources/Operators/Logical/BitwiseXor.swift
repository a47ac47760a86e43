import Graphs
import Tensors

/// `C = A ^ B`, bit by bit.
///
/// - Source: ONNX BitwiseXor, opset 18.
struct BitwiseXor: IntegerBinary {
  static let schema = OperatorSchema(
    "BitwiseXor", inputs: [.one("A", "T"), .one("B", "T")], outputs: [.one("C", "T")],
    history: [
      .since(18, ["T": .integers])
    ])

  let alignment: LegacyBroadcast?

  init(_ node: NodeReader) throws(OperatorError) { alignment = try LegacyBroadcast(node) }

  func apply<I: WideInteger>(integer a: I, _ b: I) -> I { a ^ b }
}
