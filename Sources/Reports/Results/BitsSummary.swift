import Harness

/// Which columns have the same bits in how many cases, in a few lines of Markdown.
struct BitsSummary {
  private static let pairLimit = 6

  private let pairs: [(a: String, b: String, same: Int, both: Int)]
  /// What `wonnx-conform bits` found, where it was asked.
  private let verdicts: [String]

  /// Pairs of columns that are both plain, or both behind the optimizer.
  init(_ report: RunReport) {
    verdicts = report.bits?.pairs.map(\.verdict) ?? []
    let names = report.identity.runtimes.map(\.name)
    pairs = AgreementCounts(report).pairs.compactMap { pair in
      guard pair.a > 0, pair.both > 0 else { return nil }
      let (a, b) = (names[pair.a - 1], names[pair.b - 1])
      guard a.contains("+") == b.contains("+") else { return nil }
      return (a, b, pair.same, pair.both)
    }
  }

  /// Nothing of a single column.
  var lines: [String] {
    guard verdicts.isEmpty else {
      return verdicts.map { "- \(MarkdownText.escaped($0, limit: 300))" } + [""]
    }
    guard !pairs.isEmpty else { return [] }
    let text = pairs.prefix(Self.pairLimit).map { pair in
      let names = [pair.a, pair.b].map { MarkdownText.escaped($0, limit: 40) }
      return "\(names.joined(separator: " and ")): \(pair.same) of \(pair.both)"
    }
    let rest = pairs.count - text.count
    return [
      "Cases with the same bits: \(text.joined(separator: "; "))"
        + (rest > 0 ? "; … and \(rest) more pairs." : "."), "",
    ]
  }
}
