import Graphs
import Tensors

/// Whether each element is NaN.
///
/// - Source: ONNX IsNaN, opsets 9, 13, 20.
struct IsNaN: Predicate {
  static let schema = OperatorSchema(
    "IsNaN", inputs: [.one("X", "T1")], outputs: [.one("Y", "T2")],
    history: [
      .since(9, ["T1": .ieeeFloats, "T2": [.bool]]),
      .since(13, ["T1": .floats, "T2": [.bool]]),
      .since(20, ["T1": .floats + .float8, "T2": [.bool]]),
    ])

  init(_ node: NodeReader) {}

  func test<F: WideFloat>(_ x: F) -> Bool { x.isNaN }
}
