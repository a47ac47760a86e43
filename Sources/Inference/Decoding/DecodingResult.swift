import Harness
import Tensors

/// What a decoding loop gave, and how its runtimes compare with the first.
package struct DecodingResult: Sendable {
  /// The first step at which a runtime would have taken another token than the first.
  package struct Parting: Sendable, Equatable {
    /// From 0.
    package let step: Int
    package let row: Int
    /// The first runtime's token; its score in both.
    package let token: Int
    package let scores: [Double]
    /// The other's token, `nil` where its scores are none; its score in both.
    package let other: Int?
    package let otherScores: [Double]
  }

  /// How one runtime's scores stand to the first's.
  package struct Comparison: Sendable, Equatable {
    package internal(set) var parting: Parting?
    /// `max |a - b|` over the scores of each step.
    package internal(set) var distances: [Double] = []
    /// The first step of which an output is not within the tolerance, from 0.
    package internal(set) var firstDifference: Int?
  }

  let names: [String]
  /// The tokens of each sequence, in order.
  package private(set) var tokens: [[Int]] = []
  /// By runtime; the first is held against itself.
  package private(set) var comparisons: [Comparison]
  /// Of each step, by runtime.
  package internal(set) var seconds: [[Double]]

  init(names: [String]) {
    self.names = names
    comparisons = names.map { _ in Comparison() }
    seconds = names.map { _ in [] }
  }

  /// Whether all runtimes take the same tokens, with outputs within the tolerance.
  package var isAgreed: Bool {
    comparisons.allSatisfy { $0.parting == nil && $0.firstDifference == nil }
  }

  mutating func add(_ chosen: [Int]) {
    if tokens.isEmpty { tokens = chosen.map { _ in [] } }
    for (row, token) in chosen.enumerated() { tokens[row].append(token) }
  }

  mutating func compare(
    _ place: Int, _ step: Int, _ rows: [[Double]], with leading: [[Double]], tokens: [Int?],
    leader: [Int], isWithin: Bool
  ) {
    let distances = zip(rows, leading).flatMap { zip($0, $1).map { ($0 - $1).magnitude } }
    let hasNaN = distances.contains(where: \.isNaN)
    comparisons[place].distances.append(hasNaN ? .nan : distances.max() ?? 0)
    if !isWithin, comparisons[place].firstDifference == nil {
      comparisons[place].firstDifference = step
    }
    guard comparisons[place].parting == nil else { return }
    for (row, token) in leader.enumerated() {
      let other = row < tokens.count ? tokens[row] : nil
      guard other != token, row < rows.count, token < rows[row].count else { continue }
      comparisons[place].parting = Parting(
        step: step, row: row, token: token, scores: [leading[row][token], rows[row][token]],
        other: other,
        otherScores: other.map { other in
          [leading[row], rows[row]].map { $0.indices.contains(other) ? $0[other] : .nan }
        } ?? [])
      return
    }
  }

  /// The tokens, a line a sequence; what each takes; how the others stand to the first.
  ///
  /// - Parameter labels: what tokens stand for; those without one are numbers.
  package func text(_ labels: [String]? = nil) -> String {
    let sequences = tokens.enumerated().map { row, tokens in
      (self.tokens.count > 1 ? "row \(row): " : "") + "\(tokens.count) tokens: "
        + tokens.map { token in
          labels.flatMap { $0.indices.contains(token) ? $0[token].onOneLine : nil } ?? "\(token)"
        }.joined(separator: " ")
    }
    let times = zip(names, seconds).map { name, seconds in
      let median = seconds.dropFirst().map { $0 * 1000 }.median ?? (seconds.first ?? 0) * 1000
      return "\(name): \((median * 1000).rounded() / 1000) ms a step"
    }
    let others = names.indices.dropFirst().map { comparisonText($0) }
    return (sequences + times + others).joined(separator: "\n") + "\n"
  }

  private func comparisonText(_ place: Int) -> String {
    let (comparison, pair) = (comparisons[place], "\(names[place]) against \(names[0])")
    let worst = comparison.distances.enumerated().max { $0.element < $1.element }
    let size =
      worst.map { "scores differ by \(Float($0.element)) at most (step \($0.offset + 1))" } ?? ""
    let difference =
      comparison.firstDifference.map {
        "\n\(pair): outputs are outside of the tolerance from step \($0 + 1) on"
      } ?? ""
    guard let parting = comparison.parting else {
      return "\(pair): the same tokens; \(size)\(difference)"
    }
    func scores(_ scores: [Double]) -> String {
      scores.map { "\(Float($0))" }.joined(separator: " and ")
    }
    let other =
      parting.other.map {
        "\($0) (scores \(scores(parting.otherScores)))"
      } ?? "none, for its scores are NaN or infinite"
    return "\(pair): tokens part at step \(parting.step + 1)"
      + (tokens.count > 1 ? ", row \(parting.row)" : "")
      + ": \(names[0]) takes \(parting.token) (scores \(scores(parting.scores))), \(names[place]) takes "
      + "\(other); there scores differ by \(Float(comparison.distances[parting.step])); \(size)"
      + difference
  }
}
