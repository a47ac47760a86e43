internal import Foundation
internal import Reports

/// A descent as a page of its own: what was found, a plot of the difference over depth, every step.
package struct DescentPage: Sendable {
  private let report: DescentReport
  private let program: String

  /// - Parameter program: name and version, for the page's foot.
  package init(_ report: DescentReport, program: String) {
    self.report = report
    self.program = program
  }

  package var html: String {
    let text = DescentText(report)
    let title = "\(name(report.first)) and \(name(report.second))"
    let isClean = report.found == nil
    return HTMLDocument.text(
      title: title, style: "\(Page.style)\n\(Self.plotStyle)",
      body: """
        <main>
        <h1>\(Markup.escaped(title))</h1>
        <section class="card hero\(isClean ? " good" : "")">
        \(text.finding.enumerated().map { "<p\($0 == 0 ? " class=\"big\"" : "")>\(Markup.escaped($1))</p>" }
          .joined(separator: "\n"))
        </section>
        <section><h2>Difference over depth</h2>
        <p class="note">Each point is a step in order of execution: the largest difference of its output \
        over the output's largest number, on a logarithmic scale. Steps without a difference lie on the \
        bottom line.</p>
        \(DescentPlot(report).svg)
        </section>
        <section><h2>Outputs</h2><ul>
        \((text.outputs + report.remarks).map { "<li>\(Markup.escaped($0))</li>" }.joined(separator: "\n"))
        </ul></section>
        <section><h2>Steps</h2><div class="scroll"><table>
        <thead><tr>\(DescentText.header.map { "<th>\($0)</th>" }.joined())</tr></thead><tbody>
        \(rows)
        </tbody></table></div></section>
        </main><footer>\(Markup.escaped(program))</footer>
        """)
  }

  private func name(_ side: DescentReport.Side) -> String {
    report.method == .models ? "\(side.model) on \(side.runtime)" : side.runtime
  }

  private var rows: String {
    report.steps.enumerated().map { place, step in
      let cells = DescentText.row(step).map { "<td>\(Markup.escaped($0))</td>" }.joined()
      let kind = step.verdict.rawValue.replacingOccurrences(of: " ", with: "-")
      return "<tr id=\"step-\(place)\" class=\"\(kind)\">\(cells)</tr>"
    }.joined(separator: "\n")
  }
}
