import Harness

extension BitsReport {
  private static let caseLimit = 20

  /// What came of the comparison, as text.
  var text: String {
    let columns = runtimes.map { "\($0.name): \($0.identity)" }
    return (columns + pairs.flatMap { [""] + Self.lines($0) }).joined(separator: "\n") + "\n"
  }

  private static func lines(_ pair: Pair) -> [String] {
    let rest = pair.apart.count - caseLimit
    let rows = pair.operators.map {
      ["  \($0.name)", "\($0.apart)", "\($0.cases)", "\($0.differing)"]
    }
    let head = [["  operator", "differ", "cases", "elements"]]
    let table = TextTable.aligned(head + rows, leading: 1)
    return [pair.verdict] + (rows.isEmpty ? [] : table)
      + pair.apart.prefix(caseLimit).map { "  \($0.case): \($0.reason ?? $0.outcome.rawValue)" }
      + (rest > 0 ? ["  … and \(rest) more."] : [])
  }
}
