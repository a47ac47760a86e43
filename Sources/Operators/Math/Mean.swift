import CKernels
import Graphs
import Tensors

/// The mean of the inputs.
///
/// - Source: ONNX Mean, opsets 1, 6, 8, 13.
struct Mean: Variadic {
  static let schema = OperatorSchema(
    "Mean", inputs: [.variadic("data_0", "T")], outputs: [.one("mean", "T")],
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

  func finish<F: WideFloat>(_ sum: F, _ count: Int) -> F { sum / F(count) }
}

extension Mean: Differentiable {
  func gradients(_ site: GradientSite) throws(OperatorError) -> [Term?] {
    let dy = try site.dy / Double(site.inputs.count)
    return try site.inputs.map { input throws(OperatorError) in
      try input.map { x throws(OperatorError) in try dy.sum(to: try x.shape) }
    }
  }
}

extension Mean {
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try request.summed(self, terms: Double(request.inputs.count), steps: 2)
  }
}
