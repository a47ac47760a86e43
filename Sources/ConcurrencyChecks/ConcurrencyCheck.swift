/// One property of the project's concurrency, and a way to show that it holds here and now.
package protocol ConcurrencyCheck: Sendable {
  /// The name for options and reports, such as `races`.
  var name: String { get }
  /// What is claimed, in a sentence.
  var claim: String { get }

  /// What was shown.
  ///
  /// - Throws: `.broken` where the claim does not hold, `.unavailable` where it can't be judged.
  func show(in surroundings: Surroundings) async throws(CheckFailure) -> Showing
}

/// What a check that held has shown.
package struct Showing: Sendable, Equatable {
  /// One sentence with the figures.
  package let summary: String
  /// A line each for the parts that a check is made of.
  package let details: [String]

  package init(_ summary: String, details: [String] = []) {
    self.summary = summary
    self.details = details
  }
}

/// Why a check did not hold.
package enum CheckFailure: Error, Sendable, Equatable, CustomStringConvertible {
  /// The claim is wrong: the first sentence says how, the others where.
  case broken(String, details: [String] = [])
  /// The check could not be made here.
  case unavailable(String)

  package var description: String {
    switch self {
    case .broken(let sentence, let details): ([sentence] + details).joined(separator: "\n")
    case .unavailable(let sentence): sentence
    }
  }
}
