import CKernels
import Graphs
import Tensors

/// `Y = ⌊X⌋`.
///
/// - Source: ONNX Floor, opsets 1, 6, 13.
struct Floor: FloatUnary {
  static let schema = OperatorSchema(
    "Floor", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(
        1, ["T": .ieeeFloats],
        attributes: [LegacyBroadcast.consumedInputs.optional]),
      .since(6, ["T": .ieeeFloats]),
      .since(13, ["T": .floats]),
    ])
  static let samples: [Sample] =
    Samples.unary + [
      Sample([.uniform(-300...300, 3, 37)]),
      Sample([.list([0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 0.49999997, 8_388_607.5, -0.2], [9])]),
    ]
  static let tolerance = Tolerance.exact

  init(_ node: NodeReader) {}

  func apply<F: WideFloat>(_ x: F) -> F { x.rounded(.down) }
  var kernel: FloatMap? { FloatMap(WONNX_FLOOR) }
}

extension Floor: PiecewiseConstant {}
