import Graphs
import Tensors

/// The mean of each window: its sum over the number of its taps inside the input, or also inside the
/// padding if `count_include_pad` says so.
///
/// - Source: ONNX AveragePool, opsets 1, 7, 10, 11, 19, 22.
struct AveragePool: Pooling {
  static let countIncludePad = AttributeKey<Int>("count_include_pad")
  private static let common = [
    autoPad.or("NOTSET"), kernelShape.required, pads.optional, strides.optional,
  ]
  private static let counting = common + [ceilMode.or(0), countIncludePad.or(0)]
  static let schema = OperatorSchema(
    "AveragePool", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(1, ["T": .ieeeFloats], attributes: common),
      .since(7, ["T": .ieeeFloats], attributes: common + [countIncludePad.or(0)]),
      .since(10, ["T": .ieeeFloats], attributes: counting),
      .since(11, ["T": .ieeeFloats], attributes: counting),
      .since(19, ["T": .ieeeFloats], attributes: counting + [dilations.optional]),
      .since(22, ["T": .floats], attributes: counting + [dilations.optional]),
    ])

  let settings: WindowSettings
  let countsPadding: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    settings = try WindowSettings(node, of: Self.self)
    countsPadding = node[ifPresent: Self.countIncludePad].map { $0 != 0 } ?? false
  }

  func pool<F: KernelNumber>(
    _ x: Buffer<F>, planes: Int, _ geometry: WindowGeometry
  ) -> Buffer<F> {
    geometry.means(of: x, planes: planes, countsPadding: countsPadding)
  }
}

extension AveragePool: Differentiable {
  func gradients(_ site: GradientSite) throws(OperatorError) -> [Term?] {
    let (x, dy) = (try site.x, try site.dy)
    let dims = try x.shape.dims
    let geometry = try settings.geometry(Array(dims.dropFirst(2)))
    let (single, all) = (WindowTerms(geometry, groups: 1), WindowTerms(geometry, groups: dims[1]))
    // How many elements of X a window holds, over what their sum is divided by.
    let ones = try x.scalar(1).expanded(to: Shape([1, 1] + dims.dropFirst(2)))
    let held = try single.sums(single.padded(ones))
    let atLeastOne = try site.writer.apply(.max, held, x.scalar(1))
    let share = try site.again(.averagePool, ones) / atLeastOne
    return [
      try all.spread(dy * share, by: all.ones(like: x), over: Shape(dims))
    ]
  }
}

extension AveragePool {
  static let samples: [Sample] = Samples.pools(ceilMode: 10, dilations: 19) + own

  private static let own: [Sample] = [
    Sample(
      [.list([1, .nan, 2, .infinity, -3, 4, -.infinity, .infinity, 0, 5], [1, 1, 10])],
      ["kernel_shape": [2]]),
    Sample(
      [.normal(2, 3, 5, 6)],
      [
        "kernel_shape": [3, 3], "pads": [1, 2, 0, 1], "strides": [1, 2], "count_include_pad": 1,
      ]
    ).since(7),
    Sample(
      [.normal(1, 2, 7, 6)],
      ["kernel_shape": [3, 2], "auto_pad": "SAME_LOWER", "count_include_pad": 1]
    ).since(7),
    // What a rounded up window has beyond the padding does not count.
    Sample(
      [.normal(1, 2, 6, 8)],
      [
        "kernel_shape": [3, 3], "pads": [1, 0, 0, 1], "strides": [2, 3], "ceil_mode": 1,
        "count_include_pad": 1,
      ]
    ).since(10),
    Sample(
      [.normal(1, 2, 9, 8)],
      [
        "kernel_shape": [2, 3], "pads": [2, 1, 1, 2], "dilations": [3, 2], "count_include_pad": 1,
      ]
    ).since(19),
  ]

  /// Divided by how many there are, or multiplied by one over it.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let dims = try request.tensor(0).shape.dims
    let taps = try settings.geometry(Array(dims.dropFirst(2))).tapCount
    return try request.summed(self, terms: Double(taps), steps: 2)
  }
}
