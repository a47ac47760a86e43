package import Harness

/// `ctrf.json`: the Common Test Report Format 1.0 of ctrf.io, a test a result.
package struct CTRFReport: ReportFormat {
  package static let name = "ctrf"
  package static let fileName = "ctrf.json"
  package static let summary = "for tools that read CTRF"

  private let report: RunReport

  package init(_ report: RunReport) { self.report = report }

  package func render() throws -> String? { try JSONLine.encode(document) + "\n" }

  var document: CTRFDocument {
    let identity = report.identity
    let start = Moment(identity.runAt)
    let program = identity.program.name.split(separator: " ", maxSplits: 1).map(String.init)
    return CTRFDocument(
      timestamp: (start?.text ?? "1970-01-01T00:00:00") + "Z",
      results: CTRFDocument.Results(
        tool: CTRFDocument.Tool(
          name: program.first ?? CTRFDocument.author, version: program.dropFirst().first),
        summary: CTRFDocument.Summary(report, start: start?.milliseconds ?? 0),
        tests: report.records.map {
          CTRFTest($0, device: devices[$0.runtime], identity: identity)
        },
        environment: CTRFDocument.Environment(report)))
  }

  private var devices: [String: String] {
    Dictionary(
      report.identity.runtimes.compactMap { runtime in runtime.device.map { (runtime.name, $0) } },
      uniquingKeysWith: { $1 })
  }
}
