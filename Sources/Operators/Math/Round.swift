import CKernels
import Graphs
import Tensors

/// The nearest integer; halves go to the even one.
///
/// - Source: ONNX Round, opsets 11, 22.
struct Round: FloatUnary {
  static let schema = OperatorSchema(
    "Round", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(11, ["T": .ieeeFloats]),
      .since(22, ["T": .floats]),
    ])
  static let samples: [Sample] =
    Samples.unary + [
      Sample([.uniform(-300...300, 3, 37)]),
      Sample([.list([0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 0.49999997, 8_388_607.5, -0.2], [9])]),
    ]
  static let tolerance = Tolerance.exact

  init(_ node: NodeReader) {}

  func apply<F: WideFloat>(_ x: F) -> F { x.rounded(.toNearestOrEven) }
  var kernel: FloatMap? { FloatMap(WONNX_ROUND) }
}

extension Round: PiecewiseConstant {}
