import Graphs
import Tensors

/// The mean of each channel.
///
/// - Source: ONNX GlobalAveragePool, opsets 1, 22.
struct GlobalAveragePool: GlobalPooling {
  static let schema = OperatorSchema(
    "GlobalAveragePool", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [.since(1, ["T": .ieeeFloats]), .since(22, ["T": .floats])])

  init(_ node: NodeReader) {}

  func fold<F: WideFloat>(_ x: UnsafePointer<F>, count: Int) -> F {
    F.sum(x, count) / F(count)
  }
}

extension GlobalAveragePool: DifferentiableByParts {
  func parts(_ inputs: [Term?], _ site: GradientSite) throws(OperatorError) -> [Term?] {
    let x = try site.x
    let axes = try Array(2..<max(2, x.shape.rank))
    return [try x.mean(over: axes)]
  }
}

extension GlobalAveragePool {
  static let samples: [Sample] = Samples.globalPools

  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let spatial = try request.tensor(0).shape.dims.dropFirst(2).reduce(1, *)
    return try request.summed(self, terms: Double(spatial), steps: 2)
  }
}
