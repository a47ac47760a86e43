package import Harness

/// `junit.xml`: a suite a runtime and kind; results that are as expected count as passes or skips.
package struct JUnitReport: ReportFormat {
  package static let name = "junit"
  package static let fileName = "junit.xml"
  package static let summary = "for continuous integration"

  private let report: RunReport

  package init(_ report: RunReport) { self.report = report }

  package func render() throws -> String? { text }

  package var text: String {
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    let all = report.records
    text += "<testsuites name=\"\(xml(report.identity.suite))\" \(Self.counts(all))>\n"
    for runtime in report.identity.runtimes.map(\.name) {
      for kind in report.kinds {
        let records = all.filter { $0.runtime == runtime && $0.case.kind == kind }
        guard !records.isEmpty else { continue }
        text += "  <testsuite name=\"\(xml("\(runtime).\(kind)"))\" \(Self.counts(records))>\n"
        for record in records { text += testCase(record) }
        text += "  </testsuite>\n"
      }
    }
    return text + "</testsuites>\n"
  }

  private func testCase(_ record: CaseRecord) -> String {
    let head =
      "    <testcase classname=\"\(xml("\(record.runtime).\(record.case.kind)"))\" "
      + "name=\"\(xml(record.case.name))\" time=\"\(Self.time(record.seconds))\""
    guard let element = Self.element(of: record) else { return head + "/>\n" }
    let message = [record.status.description, record.reason].compactMap { $0 }
      .joined(separator: ": ")
    return head + ">\n      <\(element) message=\"\(xml(message))\"/>\n    </testcase>\n"
  }

  /// An unexpected pass is a failure too: the expectation has to go.
  private static func element(of record: CaseRecord) -> String? {
    if record.outcome == .asExpected { return record.status == .pass ? nil : "skipped" }
    switch record.status {
    case .pass, .fail: return "failure"
    case .error, .crash, .timeout, .deviceLost, .validationError, .unsupported, .unpredictable,
      .skipped, .missing:
      return "error"
    }
  }

  private static func counts(_ records: [CaseRecord]) -> String {
    func count(_ name: String) -> Int { records.count { element(of: $0) == name } }
    let seconds = records.reduce(0) { $0 + $1.seconds }
    return
      "tests=\"\(records.count)\" failures=\"\(count("failure"))\" errors=\"\(count("error"))\" "
      + "skipped=\"\(count("skipped"))\" time=\"\(time(seconds))\""
  }

  private static func time(_ seconds: Double) -> String {
    String((seconds * 1e6).rounded() / 1e6)
  }

  private func xml(_ text: String) -> String { Markup.escaped(text) }
}

enum Markup {
  /// Text for XML and HTML: the five marked-up characters by name, control characters left out.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n", "\t": result += " "
      default: if scalar.value >= 0x20 { result.unicodeScalars.append(scalar) }
      }
    }
    return result
  }
}
