import Harness

/// What came of a comparison of bits, as text.
struct BitsResult {
  private static let caseLimit = 20

  let pairs: [(String, String)]
  let identities: [(name: String, identity: String)]
  let comparisons: [BitsComparison]

  var isFine: Bool { comparisons.allSatisfy(\.isFine) }

  var text: String {
    let columns = identities.map { "\($0.name): \($0.identity)" }
    return (columns + pairs.flatMap { [""] + lines($0, $1) }).joined(separator: "\n") + "\n"
  }

  private func lines(_ a: String, _ b: String) -> [String] {
    let found = comparisons.filter { ($0.a, $0.b) == (a, b) }
    let compared = found.filter { $0.outcome != .none }
    let equal = compared.filter { $0.outcome == .equal }
    let elements = compared.reduce(0) { $0 + $1.elements }
    let differing = compared.reduce(0) { $0 + $1.differing }
    let rest = found.count - compared.count
    let apart = compared.filter { !$0.isFine }
    return [
      "\(a) and \(b): \(equal.count) of \(compared.count) cases are equal in every bit; "
        + "\(differing) of \(elements) elements differ."
        + (rest > 0 ? " Neither has values in \(rest) more." : "")
    ] + byOperator(apart, of: compared)
      + apart.prefix(Self.caseLimit).map { "  \($0.case): \($0.reason ?? $0.outcome.rawValue)" }
      + (apart.count > Self.caseLimit ? ["  … and \(apart.count - Self.caseLimit) more."] : [])
  }

  /// A line an operator whose cases differ; a model counts for each of its operators.
  private func byOperator(
    _ apart: [BitsComparison], of compared: [BitsComparison]
  ) -> [String] {
    let names = Set(apart.flatMap(\.operators)).sorted()
    guard !names.isEmpty else { return [] }
    let rows = names.map { name in
      let own = apart.filter { $0.operators.contains(name) }
      return [
        "  \(name)", "\(own.count)", "\(compared.count { $0.operators.contains(name) })",
        "\(own.reduce(0) { $0 + $1.differing })",
      ]
    }
    return TextTable.aligned([["  operator", "differ", "cases", "elements"]] + rows, leading: 1)
  }
}
