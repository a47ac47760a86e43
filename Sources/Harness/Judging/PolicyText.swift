/// Tolerances of cases as a ``TolerancesFile`` that says the same, to begin a policy with.
package struct PolicyText: Sendable {
  private let cases: [SuiteCase]

  /// - Parameter cases: with the tolerances that they are judged by.
  package init(_ cases: [SuiteCase]) { self.cases = cases }

  /// Tables of cases with tolerances of their own first; the last ones are those that most cases have.
  package var text: String {
    let groups = Dictionary(grouping: cases) { $0.tolerances ?? $0.official }
    let ordered = groups.sorted { a, b in
      (a.value.count, b.key.facts) < (b.value.count, a.key.facts)
    }
    let tables = ordered.enumerated().flatMap { number, group in
      let names = number == ordered.count - 1 ? nil : group.value.map(\.id.description).sorted()
      return group.key.entries.map { table($0, names) }
    }
    return """
      # Written by wonnx-conform judge --write-policy. Of the tables that speak of a case and an output's
      # element type the first decides. case, operator and dtype may be left out for all; operator speaks of
      # cases that have one of these among their nodes.

      \(tables.joined(separator: "\n"))
      """
  }

  private func table(_ entry: CaseTolerances.Entry, _ cases: [String]?) -> String {
    var lines = ["[[tolerance]]"]
    if let cases { lines.append("case = \(Self.list(cases.map(Glob.escaped)))") }
    if let dtypes = entry.dtypes { lines.append("dtype = \(Self.list(dtypes))") }
    if let share = entry.tolerance.relativeToLargest {
      lines.append("relative-to-largest = \(share)")
    } else {
      lines.append("rtol = \(entry.tolerance.rtol)")
    }
    lines.append("atol = \(entry.tolerance.atol)")
    return lines.joined(separator: "\n") + "\n"
  }

  private static func list(_ texts: [String]) -> String {
    let quoted = texts.map { text in
      "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }
    return "[\(quoted.joined(separator: ", "))]"
  }
}
