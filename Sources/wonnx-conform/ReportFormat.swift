import Harness
import Reports

/// A report's kind: how it is asked for, and what it is called.
enum ReportFormat: String, CaseIterable {
  case html, jsonl, junit, md

  static func parse(_ text: String) throws(Failure) -> [ReportFormat] {
    if text == "none" { return [] }
    var formats: [ReportFormat] = []
    for name in text.split(separator: ",") {
      guard let format = ReportFormat(rawValue: String(name)) else {
        throw Failure(
          .usage,
          "There is no report '\(name)'; there are "
            + allCases.map(\.rawValue).joined(separator: ", ") + " and none.")
      }
      formats.append(format)
    }
    return formats
  }

  var fileName: String {
    switch self {
    case .html: "index.html"
    case .jsonl: "results.jsonl"
    case .junit: "junit.xml"
    case .md: "summary.md"
    }
  }

  func render(_ report: RunReport) throws -> String {
    switch self {
    case .html: HTMLReport(report).text
    case .jsonl: try JSONLinesReport(report).text
    case .junit: JUnitReport(report).text
    case .md: MarkdownReport(report).text
    }
  }
}
