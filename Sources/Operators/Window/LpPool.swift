import Graphs
import Tensors

/// The p-norm of each window: `(Σ |x|^p)^(1/p)`.
///
/// - Source: ONNX LpPool, opsets 1, 2, 11, 18, 22.
struct LpPool: Pooling {
  static let p = AttributeKey<Int>("p")
  static let realP = AttributeKey<Float>("p")
  private static let common = [
    autoPad.or("NOTSET"), kernelShape.required, p.or(2), pads.optional, strides.optional,
  ]
  static let schema = OperatorSchema(
    "LpPool", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(
        1, ["T": .ieeeFloats],
        attributes: [
          autoPad.or("NOTSET"), kernelShape.optional, realP.or(2.0), pads.optional,
          strides.optional,
        ]),
      .since(2, ["T": .ieeeFloats], attributes: common),
      .since(11, ["T": .ieeeFloats], attributes: common),
      .since(
        18, ["T": .ieeeFloats], attributes: common + [ceilMode.or(0), dilations.optional]),
      .since(22, ["T": .floats], attributes: common + [ceilMode.or(0), dilations.optional]),
    ])

  let settings: WindowSettings
  let order: Float

  init(_ node: NodeReader) throws(OperatorError) {
    settings = try WindowSettings(node, of: Self.self)
    order = node[ifPresent: Self.p].map { Float($0) } ?? node[ifPresent: Self.realP] ?? 2
    guard order > 0 else { throw .attribute("p", found: "\(order)", expected: "more than 0") }
  }

  var shaderParameters: [Parameter] { [.float("p", order)] }

  func pool<F: KernelNumber>(
    _ x: Buffer<F>, planes: Int, _ geometry: WindowGeometry
  ) -> Buffer<F> {
    let p = F(order)
    return geometry.sums(of: x.mapped { F.power($0, p) }, planes: planes).mapped { F.root($0, p) }
  }
}

extension LpPool: DifferentiableByParts {
  func parts(_ inputs: [Term?], _ site: GradientSite) throws(OperatorError) -> [Term?] {
    let x = try site.x
    let dims = try x.shape.dims
    let window = WindowTerms(try settings.geometry(Array(dims.dropFirst(2))), groups: dims[1])
    let powers = try site.writer.apply(.pow, x.map(.abs), x.scalar(Double(order)))
    let sums = try window.sums(window.padded(powers))
    return [try site.writer.apply(.pow, sums, x.scalar(1 / Double(order)))]
  }
}

extension LpPool {
  static let samples: [Sample] = Samples.pools(ceilMode: 18, dilations: 18) + own

  private static let own: [Sample] = [
    Sample([.normal(1, 2, 6, 5)], ["kernel_shape": [2, 3], "p": 1]),
    Sample(
      [.normal(1, 2, 6, 5)],
      ["kernel_shape": [3, 2], "p": 3, "strides": [2, 2], "pads": [1, 1, 0, 0]]),
    Sample([.normal(1, 1, 9)], ["kernel_shape": [3], "p": 1.5]).before(2),
    Sample(
      [.list([1, .nan, 2, .infinity, -3, 4, -.infinity, 0, -0.0, 0], [1, 1, 10])],
      ["kernel_shape": [2]]),
  ]

  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let dims = try request.tensor(0).shape.dims
    let taps = try settings.geometry(Array(dims.dropFirst(2))).tapCount
    return try request.pointwise(self, ulps: WindowNorm.ulps(taps: taps, order: Double(order)))
  }
}

/// The p-th root of a sum of p-th powers, none of them negative.
enum WindowNorm {
  /// Relative errors of the sum count for one p-th; powers and the root are four ULPs each.
  static func ulps(taps: Int, order: Double) -> Double {
    (Double(taps) / 2 + 4) / order + 4
  }
}
