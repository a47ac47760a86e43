package import Harness

/// `results.jsonl`: the run's record, a line what ran, a line a result, a line how it ended, as
/// `Conformance/schemas/results.schema.json` says.
package struct JSONLinesReport: ReportFormat {
  package static let name = "jsonl"
  package static let fileName = OutputFolder.recordName
  package static let summary = "for programs: one result a line"

  private let report: RunReport

  package init(_ report: RunReport) { self.report = report }

  package func render() throws -> String? { try text }

  package var text: String { get throws { try RunRecord(report).text } }
}
