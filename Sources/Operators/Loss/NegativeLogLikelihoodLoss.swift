import Graphs
import Tensors

/// The negated log-probability of each target's class, weighted and reduced.
///
/// - Source: ONNX NegativeLogLikelihoodLoss, opsets 12, 13, 22.
struct NegativeLogLikelihoodLoss: ClassLoss {
  static let schema = OperatorSchema(
    "NegativeLogLikelihoodLoss",
    inputs: [.one("input", "T"), .one("target", "Tind"), .optional("weight", "T")],
    outputs: [.one("loss", "T")],
    history: [
      .since(
        12, ["T": .ieeeFloats, "Tind": [.int32, .int64]], attributes: ClassLossSettings.attributes),
      .since(
        13, ["T": .ieeeFloats, "Tind": [.int32, .int64]], attributes: ClassLossSettings.attributes),
      .since(
        22, ["T": .floats, "Tind": [.int32, .int64]], attributes: ClassLossSettings.attributes),
    ])

  let settings: ClassLossSettings
  let takesScores = false

  init(_ node: NodeReader) throws(OperatorError) { settings = try ClassLossSettings(node) }
}

extension NegativeLogLikelihoodLoss: EstimatedByParts {
  func parts(_ inputs: [Term?], _ site: GradientSite) throws(OperatorError) -> [Term?] {
    [try loss(of: try site.x, site)]
  }
}

extension NegativeLogLikelihoodLoss {
  static let samples: [Sample] = Samples.classLoss
}
