import Graphs
import Tensors

extension ClassLoss {
  /// The loss of logarithms of probabilities `[N, C, D1…]`.
  func loss(of logarithms: Term, _ site: GradientSite) throws(OperatorError) -> Term {
    let (target, writer) = (try site.input(1).cast(to: .int64), site.writer)
    let shape = try target.shape
    var dims = shape.dims
    guard !dims.isEmpty else { throw .rank(input: 1, found: 0, expected: "1 or more") }
    dims.insert(1, at: 1)
    var (classes, weights) = (target, try logarithms.scalar(1).expanded(to: shape))
    var isIgnored: Term?
    if let ignored = settings.ignored {
      let mask = try target.equals(target.scalar(Double(ignored)))
      classes = try mask.choose(target.scalar(0), target)
      isIgnored = mask
    }
    if site.has(2) { weights = try writer.apply(.gather, site.input(2), classes) }
    if let isIgnored { weights = try isIgnored.choose(weights.scalar(0), weights) }
    let found = try writer.apply(
      .gatherElements, logarithms, classes.reshaped(to: Shape(dims)),
      attributes: ["axis": .int(1)]
    ).reshaped(to: shape)
    let losses = try -(found * weights)
    let axes = Array(0..<shape.rank)
    switch settings.fold {
    case .none: return losses
    case .sum: return try losses.sum(over: axes).reshaped(to: [])
    case .mean:
      return try (losses.sum(over: axes) / weights.sum(over: axes)).reshaped(to: [])
    }
  }
}
