import Graphs
import Tensors

/// `C = A << B` or `A >> B`; bits that leave are lost, and a signed right shift extends the sign. A
/// negative amount, or one of the width or more, leaves the extension alone.
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
  static let samples: [Sample] = [
    Sample([.special(7, 1), .list([0, 1, 2, 3, 7], [5])], ["direction": "LEFT"]),
    Sample([.normal(3, 5), .list([0, 1, 2, 3, 4, 5, 6, 7], [3, 5])], ["direction": "LEFT"]),
    Sample([.normal(2, 1, 4), .list([1, 2, 3], [3, 1])], ["direction": "LEFT"]),
    Sample([.special(33), .list([1], [])], ["direction": "LEFT"]),
    Sample([.strewn(67), .list([0, 1, 2, 3, 7], [5, 67])], ["direction": "LEFT"]),
    Sample([.strewn(67), .list([0, 1, 2, 3, 7], [5, 67])], ["direction": "RIGHT"]),
    Sample([.special(7, 1), .list([0, 1, 2, 3, 7], [5])], ["direction": "RIGHT"]),
    Sample([.normal(3, 5), .list([0, 1, 2, 3, 4, 5, 6, 7], [3, 5])], ["direction": "RIGHT"]),
    Sample([.normal(2, 1, 4), .list([1, 2, 3], [3, 1])], ["direction": "RIGHT"]),
    Sample([.special(33), .list([1], [])], ["direction": "RIGHT"]),
    .refused(
      .attribute, "direction is LEFT or RIGHT", [.normal(2), .normal(2)], ["direction": "UP"]),
    .refused(.attribute, "direction is required", [.normal(2), .normal(2)]),
    .refused(
      .shape, "the shapes do not broadcast", [.normal(2), .normal(3)], ["direction": "LEFT"]),
  ]

  let shiftsLeft: Bool
  var alignment: LegacyBroadcast? { nil }

  init(_ node: NodeReader) throws(OperatorError) {
    let direction = try node[Self.direction]
    guard ["LEFT", "RIGHT"].contains(direction) else {
      throw .attribute("direction", found: "'\(direction)'", expected: "'LEFT' or 'RIGHT'")
    }
    shiftsLeft = direction == "LEFT"
  }

  // Swift's shifts leave only the sign's extension from the width on, and narrowing drops what left
  // a narrower type. A negative amount counts as one beyond the width.
  func apply<I: WideInteger>(integer a: I, _ b: I) -> I {
    guard b >= 0 else { return shiftsLeft || a >= 0 ? 0 : 0 &- 1 }
    return shiftsLeft ? a << b : a >> b
  }

  var shaderParameters: [Parameter] { [.uint("shiftsLeft", shiftsLeft ? 1 : 0)] }
}
