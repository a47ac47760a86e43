package import Harness

/// `results.jsonl`: one ``CaseRecord`` a line, as `Conformance/schemas/results.schema.json` says.
package struct JSONLinesReport {
  private let report: RunReport

  package init(_ report: RunReport) { self.report = report }

  package var text: String {
    get throws { try report.records.map { try JSONLine.encode($0) + "\n" }.joined() }
  }
}
