import Harness

/// Who agrees with whom, in a few lines of Markdown.
struct AgreementSummary {
  private static let caseLimit = 3
  private static let runtimeLimit = 8

  private let runtimes: [String]
  private let caseCount: Int
  private let found: [JudgedAgreement]

  init(_ report: RunReport) {
    runtimes = report.identity.runtimes.map(\.name)
    caseCount = report.caseCount
    let columns = report.identity.runtimes
    found = report.agreements.map { JudgedAgreement($0, columns) }
  }

  /// Nothing where all values agree.
  var lines: [String] {
    guard !found.isEmpty else { return [] }
    let minority = found.filter(\.goldenIsInMinority)
    let alone = runtimes.map { name in (name, found.filter { $0.loners.contains(name) }) }
      .filter { !$0.1.isEmpty }
    let items =
      (minority.isEmpty ? [] : [item("The golden is in the minority", minority)])
      + alone.prefix(Self.runtimeLimit).map { name, found in
        item("\(MarkdownText.escaped(name, limit: 40)) is alone", found)
      }
    let rest = alone.count - Self.runtimeLimit
    let text = ["Values differ in \(found.count) of \(caseCount) cases."] + items
    return [
      "## Agreement", "",
      text.joined(separator: "<br>") + (rest > 0 ? "<br>… and \(rest) more runtimes." : ""), "",
    ]
  }

  private func item(_ title: String, _ found: [JudgedAgreement]) -> String {
    let ids = found.prefix(Self.caseLimit).map {
      MarkdownText.code($0.agreement.case.description, limit: 100)
    }
    return "**\(title) (\(found.count))**: \(ids.joined(separator: ", "))"
      + (found.count > ids.count ? ", …" : "")
  }
}
