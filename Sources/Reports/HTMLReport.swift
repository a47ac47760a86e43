package import Harness

/// `index.html`.
package struct HTMLReport {
  private let report: RunReport

  package init(_ report: RunReport) { self.report = report }

  package var text: String {
    get throws { "<!doctype html><title>\(Markup.escaped(report.verdict))</title>\n" }
  }
}
