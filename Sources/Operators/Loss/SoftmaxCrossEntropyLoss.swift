import Graphs
import Tensors

/// The negated logarithm of the softmax at each target's class, weighted and reduced.
///
/// - Source: ONNX SoftmaxCrossEntropyLoss, opsets 12, 13.
struct SoftmaxCrossEntropyLoss: ClassLoss {
  static let schema = OperatorSchema(
    "SoftmaxCrossEntropyLoss",
    inputs: [.one("scores", "T"), .one("labels", "Tind"), .optional("weights", "T")],
    outputs: [.one("output", "T"), .optional("log_prob", "T")],
    history: [
      .since(
        12, ["T": .ieeeFloats, "Tind": [.int32, .int64]], attributes: ClassLossSettings.attributes),
      .since(
        13, ["T": .floats, "Tind": [.int32, .int64]], attributes: ClassLossSettings.attributes),
    ])

  let settings: ClassLossSettings
  let takesScores = true

  init(_ node: NodeReader) throws(OperatorError) { settings = try ClassLossSettings(node) }
}

extension SoftmaxCrossEntropyLoss: EstimatedByParts {
  func parts(_ inputs: [Term?], _ site: GradientSite) throws(OperatorError) -> [Term?] {
    let logarithms = try site.x.map(.logSoftmax, attributes: ["axis": .int(1)])
    return [try loss(of: logarithms, site), logarithms]
  }
}

extension SoftmaxCrossEntropyLoss {
  static let samples: [Sample] = Samples.classLoss + own

  private static let own: [Sample] = [
    Sample([.normal(5, 4), .integers(0...3, 5)]).outputs(true, true),
    Sample(
      [.normal([2, 3, 4], scale: 9), .integers(0...2, 2, 4), .uniform(0.25...2, 3)],
      ["reduction": "none", "ignore_index": 0]
    ).outputs(true, true),
    Sample([.list([1000, 999, -1000, 0, 500, 0], [2, 3]), .list(1, 2)], ["reduction": "sum"])
      .outputs(true, true),
  ]
}
