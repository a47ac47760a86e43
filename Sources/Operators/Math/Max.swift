import CKernels
import Graphs
import Tensors

/// The largest of the inputs; NaN where one is.
///
/// - Source: ONNX Max, opsets 1, 6, 8, 12, 13.
struct Max: Variadic {
  static let schema = OperatorSchema(
    "Max", inputs: [.variadic("data_0", "T")], outputs: [.one("max", "T")],
    history: [
      .since(
        1, ["T": .ieeeFloats],
        attributes: [LegacyBroadcast.consumedInputs.optional]),
      .since(6, ["T": .ieeeFloats]),
      .since(8, ["T": .ieeeFloats]),
      .since(12, ["T": .classicNumbers]),
      .since(13, ["T": .numbers]),
    ])
  static let tolerance = Tolerance.exact

  let broadcasts: Bool

  init(_ node: NodeReader) { broadcasts = node.opset >= 8 }

  func join<F: WideFloat>(_ a: F, _ b: F) -> F { a > b || a.isNaN ? a : b }
  var kernel: FloatPairing? { WONNX_MAX }
  func join<I: WideInteger>(integer a: I, _ b: I) -> I { a > b ? a : b }
}

extension Max: DifferentiableExtremum {}
