import Graphs
import Tensors

/// `Y = (X - EX) / (√E(X - EX)² + 1e-9)`, with means over the axes.
///
/// Opset 1 was an experiment: means over images and places, and with `across_channels` over channels too.
///
/// - Throws: `.unsupported` of opset 1's `normalize_variance` of 0.
/// - Source: ONNX MeanVarianceNormalization, opsets 1 (experimental), 9, 13.
struct MeanVarianceNormalization: Operator {
  static let axes = AttributeKey<[Int]>("axes")
  static let acrossChannels = AttributeKey<Int>("across_channels")
  static let normalizeVariance = AttributeKey<Int>("normalize_variance")
  static let schema = OperatorSchema(
    "MeanVarianceNormalization", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [
      .experimental(
        ["T": .ieeeFloats], attributes: [acrossChannels.or(0), normalizeVariance.or(1)],
        inputs: [.one("input", "T")], outputs: [.one("output", "T")]),
      .since(9, ["T": .ieeeFloats], attributes: [axes.or([0, 2, 3])]),
      .since(13, ["T": .floats], attributes: [axes.or([0, 2, 3])]),
    ])
  static var tolerance: Tolerance { .accumulated }

  let axes: [Int]

  init(_ node: NodeReader) throws(OperatorError) {
    guard node.revision.isExperimental else {
      axes = try node[Self.axes]
      return
    }
    guard try node[Self.normalizeVariance] != 0 else {
      throw .unsupported("an experimental MeanVarianceNormalization of the mean alone")
    }
    axes = try node[Self.acrossChannels] != 0 ? [0, 1, 2, 3] : [0, 2, 3]
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    if let rank = x.rank { _ = try resolve(axes: axes, rank: rank) }
    return [.tensor(x)]
  }

  private func standardization(_ x: Shape) throws(OperatorError) -> Standardization {
    var result = Standardization(x, axes: try resolve(axes: axes, rank: x.rank), epsilon: 1e-9)
    result.spread = .outside
    return result
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    guard let x = try request.inputs.tensor(0).shape else { return .zero }
    return try standardization(x).scratch(request)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    let result = try standardization(x.shape).evaluate(inputs, scale: nil, bias: nil)
    return [try .narrowing(result.y, to: x.dtype, x.shape)]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let standardization = try standardization(try request.tensor(0).shape)
    return .dispatches([try standardization.dispatch(request, scale: nil, bias: nil)])
  }
}

extension MeanVarianceNormalization: DifferentiableByParts {
  func parts(_ inputs: [Term?], _ site: GradientSite) throws(OperatorError) -> [Term?] {
    let x = try site.x
    let axes = try resolve(axes: axes, rank: try x.shape.rank)
    let centered = try x - x.mean(over: axes)
    return [try centered / (centered.squared.mean(over: axes).map(.sqrt) + 1e-9)]
  }
}

extension MeanVarianceNormalization {
  static let samples: [Sample] = [
    Sample([.normal(2, 3, 4, 5)]),
    Sample([.normal(2, 3, 4, 5)], ["axes": [0, 2, 3]]).since(9),
    Sample([.normal(2, 3, 4, 5)], ["axes": [0, 1, 2, 3]]).since(9),
    Sample([.normal(3, 5)], ["axes": [1]]).since(9),
    Sample([.normal(2, 3, 4)], ["axes": [-1, 0]]).since(9),
    Sample([.normal(2, 3, 33, 9)], ["axes": [2, 3]]).since(9),
    Sample([.normal(3, 257)], ["axes": [-1]]).since(9),
    Sample([.normal(65_537, 3)], ["axes": [1]]).since(9),
    Sample([.list([2, 2, 2, 2, 1, 3], [1, 2, 1, 3])]),
    Sample([.normal(2, 3, 4, 5)], ["across_channels": 1]).before(9),
    .refused(.range, "axes are the input's", [.normal(3, 5)], ["axes": [2]]).since(9),
    .refused(.range, "by default the input has four axes", [.normal(3, 5)]),
    .refused(.missing, "X is required", [nil]),
  ]

  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let x = try request.reals(0)
    let standard = try x.standardized(
      over: try resolve(axes: axes, rank: x.shape.rank), epsilon: 1e-9, spread: .outside
    ).standard
    return try Estimate.outputs(of: self, request, [standard])
  }
}
