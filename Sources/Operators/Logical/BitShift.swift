import Graphs
import Tensors

/// `C = A << B` or `A >> B`, bits that leave are lost; a shift by the width or more gives 0.
///
/// - Source: ONNX BitShift, opset 11.
struct BitShift: IntegerBinary {
  static let direction = AttributeKey<String>("direction")
  static let schema = OperatorSchema(
    "BitShift", inputs: [.one("X", "T"), .one("Y", "T")], outputs: [.one("Z", "T")],
    history: [
      .since(
        11, ["T": .unsignedIntegers],
        attributes: [direction.required]),
      .since(
        28, ["T": .integers],
        attributes: [direction.required]),
    ])

  let shiftsLeft: Bool
  var alignment: LegacyBroadcast? { nil }

  init(_ node: NodeReader) throws(OperatorError) {
    let direction = try node[Self.direction]
    guard ["LEFT", "RIGHT"].contains(direction) else {
      throw .attribute("direction", found: "'\(direction)'", expected: "'LEFT' or 'RIGHT'")
    }
    shiftsLeft = direction == "LEFT"
  }

  // Swift's shifts give 0 from the width on, and narrowing drops what left a narrower type.
  func apply<I: WideInteger>(integer a: I, _ b: I) -> I { shiftsLeft ? a << b : a >> b }

  var shaderParameters: [Parameter] { [.uint("shiftsLeft", shiftsLeft ? 1 : 0)] }
}
