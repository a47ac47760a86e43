import Glibc
package import TensorFiles
package import Tensors

/// The largest scores of each row of an output, with what they stand for.
package struct TopScores: Sendable {
  package struct Entry: Sendable, Equatable {
    package let index: Int
    package let score: Double
    package let label: String?
  }

  /// For each row of the last axis, the largest first; of equal ones the first; NaN last.
  package let rows: [[Entry]]
  private let areShares: Bool

  /// - Parameters:
  ///   - count: how many of a row.
  ///   - labels: what the places of the last axis stand for; as many as it has.
  ///   - appliesSoftmax: whether scores become shares of their row first.
  /// - Throws: a sentence where the output has no numbers, or another number of labels is there.
  package init(
    _ tensor: Tensor, of name: String, count: Int, labels: [String]?, appliesSoftmax: Bool
  ) throws(FeedError) {
    guard tensor.rank > 0, let numbers = tensor.doubles, let extent = tensor.shape.dims.last,
      extent > 0
    else {
      throw FeedError(
        "Output '\(name)' is \(tensor.dtype.name) \(tensor.shape), which has no scores.")
    }
    // Classifiers give their scores as [N, C] or, with a place for an image's sides, [N, C, 1, 1].
    areShares = appliesSoftmax
    let dims = tensor.shape.dims
    let width = extent == 1 ? dims.last { $0 > 1 } ?? 1 : extent
    if let labels, labels.count != width {
      throw FeedError(
        "There are \(labels.count) labels, but output '\(name)' has \(width) scores in a row.")
    }
    rows = stride(from: 0, to: numbers.count, by: width).map { start in
      var scores = Array(numbers[start..<start + width])
      if appliesSoftmax { scores = Self.shares(scores) }
      let ranks = scores.map { $0.isNaN ? -.infinity : $0 }
      return scores.enumerated().sorted { a, b in
        let (first, second) = (ranks[a.offset], ranks[b.offset])
        return first > second || (first == second && a.offset < b.offset)
      }.prefix(count).map { Entry(index: $0.offset, score: $0.element, label: labels?[$0.offset]) }
    }
  }

  /// A line a score, under the output's name and what they are: `  0.93  281  tabby`.
  package func text(of name: String) -> String {
    rows.enumerated().map { place, row in
      "\(name)\(rows.count > 1 ? "[\(place)]" : ""), \(areShares ? "shares of 1 (softmax)" : "scores")\n"
        + row.map { entry in
          "  \(Float(entry.score))  \(entry.index)"
            + (entry.label.map { "  \($0.onOneLine)" } ?? "")
            + "\n"
        }.joined()
    }.joined()
  }

  /// `exp(x - max) / Σ exp(x - max)`, in double.
  static func shares(_ scores: [Double]) -> [Double] {
    guard let largest = scores.max(), largest.isFinite else { return scores }
    let powers = scores.map { exp($0 - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }
}
