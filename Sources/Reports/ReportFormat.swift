package import Harness

/// A kind of report. Each is a file in `Formats`, found by its name.
package protocol ReportFormat: Sendable {
  /// What `--report` calls it.
  static var name: String { get }
  static var fileName: String { get }
  /// Who it is for, in a few words.
  static var summary: String { get }

  init(_ report: RunReport)
  /// The file's text; `nil` where the run has nothing for it.
  func render() throws -> String?
}

/// The kinds of reports that there are.
package enum ReportFormats {
  package static var kinds: [any ReportFormat.Type] { all }
  package static var names: [String] { all.map { $0.name } }

  package static func format(_ name: String) -> (any ReportFormat.Type)? {
    all.first { $0.name == name }
  }
}
