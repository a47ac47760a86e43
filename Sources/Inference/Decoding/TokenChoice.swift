import Foundation
import GeneratedCases
import TensorFiles

/// How the next token is chosen from its scores.
package enum TokenChoice: Sendable, Equatable {
  /// The largest score, of equal ones the first.
  case greedy
  /// Token `k` with probability `exp(s[k] / temperature) / Σ exp(s / temperature)`.
  case sample(seed: UInt64, temperature: Double)

  /// `greedy`, `sample(seed)` or `sample(seed, temperature)`.
  init(_ text: String) throws(FeedError) {
    let words = text.dropLast().split { "(, ".contains($0) }.map(String.init)
    if text == "greedy" {
      self = .greedy
    } else if text.hasPrefix("sample("), text.hasSuffix(")"), (2...3).contains(words.count),
      let seed = UInt64(words[1]), let temperature = words.count < 3 ? 1 : Double(words[2]),
      temperature > 0, temperature.isFinite
    {
      self = .sample(seed: seed, temperature: temperature)
    } else {
      throw FeedError(
        "'\(text)' chooses no token: expected greedy, sample(seed) or sample(seed, temperature).")
    }
  }

  /// The token of a row of scores.
  ///
  /// - Parameters:
  ///   - step: counts from 0; with the row it decides what is drawn, so that all runtimes draw alike.
  /// - Returns: `nil` where a score is NaN or none is finite.
  package func token(of scores: [Double], step: Int, row: Int) -> Int? {
    guard let largest = scores.max(), largest.isFinite, !scores.contains(where: \.isNaN) else {
      return nil
    }
    switch self {
    case .greedy: return scores.firstIndex(of: largest)
    case .sample(let seed, let temperature):
      var random = Randomness("\(seed) \(step) \(row)")
      let powers = scores.map { exp(($0 - largest) / temperature) }
      var rest = random.unit() * powers.reduce(0, +)
      for (token, power) in powers.enumerated() {
        rest -= power
        if rest < 0 { return token }
      }
      return powers.lastIndex { $0 > 0 }
    }
  }
}
