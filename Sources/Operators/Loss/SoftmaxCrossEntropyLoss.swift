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

extension SoftmaxCrossEntropyLoss: DifferentiableByParts {
  func parts(_ inputs: [Term?], _ site: GradientSite) throws(OperatorError) -> [Term?] {
    let logarithms = try site.x.map(.logSoftmax, attributes: ["axis": .int(1)])
    return [try loss(of: logarithms, site), logarithms]
  }
}
