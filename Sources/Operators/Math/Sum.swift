import CKernels
import Graphs
import Tensors

/// The sum of the inputs, from the first to the last.
///
/// - Source: ONNX Sum, opsets 1, 6, 8, 13.
struct Sum: Variadic {
  static let schema = OperatorSchema(
    "Sum", inputs: [.variadic("data_0", "T")], outputs: [.one("sum", "T")],
    history: [
      .since(
        1, ["T": .ieeeFloats],
        attributes: [LegacyBroadcast.consumedInputs.optional]),
      .since(6, ["T": .ieeeFloats]),
      .since(8, ["T": .ieeeFloats]),
      .since(13, ["T": .floats]),
    ])

  let broadcasts: Bool

  init(_ node: NodeReader) { broadcasts = node.opset >= 8 }

  func join<F: WideFloat>(_ a: F, _ b: F) -> F { a + b }
  var kernel: FloatPairing? { WONNX_ADD }
  func join<I: WideInteger>(integer a: I, _ b: I) -> I { a &+ b }
}

extension Sum: Differentiable {
  func gradients(_ site: GradientSite) throws(OperatorError) -> [Term?] {
    let dy = try site.dy
    return try site.inputs.map { input throws(OperatorError) in
      try input.map { x throws(OperatorError) in try dy.sum(to: try x.shape) }
    }
  }
}
