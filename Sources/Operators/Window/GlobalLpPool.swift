import Graphs
import Tensors

/// The p-norm of each channel: `(Σ |x|^p)^(1/p)`.
///
/// - Source: ONNX GlobalLpPool, opsets 1, 2, 22.
struct GlobalLpPool: GlobalPooling {
  static let p = AttributeKey<Int>("p")
  static let realP = AttributeKey<Float>("p")
  static let schema = OperatorSchema(
    "GlobalLpPool", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(1, ["T": .ieeeFloats], attributes: [realP.or(2.0)]),
      .since(2, ["T": .ieeeFloats], attributes: [p.or(2)]),
      .since(22, ["T": .floats], attributes: [p.or(2)]),
    ])

  let order: Float

  init(_ node: NodeReader) throws(OperatorError) {
    order = node[ifPresent: Self.p].map { Float($0) } ?? node[ifPresent: Self.realP] ?? 2
    guard order > 0 else { throw .attribute("p", found: "\(order)", expected: "more than 0") }
  }

  var shaderParameters: [Parameter] { [.float("p", order)] }

  func fold<F: WideFloat>(_ x: UnsafePointer<F>, count: Int) -> F {
    F.root(Summation.sum(count) { F.power(x[$0], F(order)) }, F(order))
  }
}

extension GlobalLpPool: DifferentiableByParts {
  func parts(_ inputs: [Term?], _ site: GradientSite) throws(OperatorError) -> [Term?] {
    let x = try site.x
    let axes = try Array(2..<max(2, x.shape.rank))
    let powers = try site.writer.apply(.pow, x.map(.abs), x.scalar(Double(order)))
    return [try site.writer.apply(.pow, powers.sum(over: axes), x.scalar(1 / Double(order)))]
  }
}

extension GlobalLpPool {
  static let samples: [Sample] = Samples.globalPools + own

  private static let own: [Sample] = [
    Sample([.normal(2, 3, 5, 4)], ["p": 1]), Sample([.normal(2, 3, 5, 4)], ["p": 3]),
    Sample([.normal(1, 2, 9)], ["p": 1.5]).before(2),
  ]

  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let spatial = try request.tensor(0).shape.dims.dropFirst(2).reduce(1, *)
    return try request.pointwise(
      self, ulps: WindowNorm.ulps(taps: spatial, order: Double(order)))
  }
}
