package import Harness

/// `badge.json`: what shields.io draws a badge from, as its endpoint schema 1 has it.
package struct BadgeReport: ReportFormat {
  package static let name = "badge"
  package static let fileName = "badge.json"
  package static let summary = "for a shields.io badge"

  private let report: RunReport

  package init(_ report: RunReport) { self.report = report }

  package func render() throws -> String? {
    let badge = Badge(report)
    return try JSONLine.encode(
      Endpoint(label: badge.label, message: badge.message, color: badge.color.rawValue)) + "\n"
  }

  struct Endpoint: Codable, Equatable {
    var schemaVersion = 1
    var label: String
    var message: String
    var color: String
  }
}
