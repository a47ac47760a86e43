package import Harness

/// `index.html`: one file that needs no network and opens on what changed since the last run.
package struct HTMLReport: ReportFormat {
  package static let name = "html"
  package static let fileName = "index.html"
  package static let summary = "for people: one page, no network"

  /// Bytes that the page may have. Details give way when there are too many; `results.jsonl` has
  /// them all.
  package static let sizeLimit = 4_000_000

  private let report: RunReport

  package init(_ report: RunReport) { self.report = report }

  package func render() throws -> String? { text }

  package var text: String {
    let steps = Thrift.steps.filter {
      $0.elementLimit == 0 || weight(elementLimit: $0.elementLimit) <= Self.sizeLimit / 2
    }
    for thrift in steps {
      let text = page(thrift)
      if text.utf8.count <= Self.sizeLimit { return text }
    }
    return page(Thrift.steps[Thrift.steps.count - 1])
  }

  /// About the bytes that this many differing elements of each kind take, an output.
  private func weight(elementLimit: Int) -> Int {
    report.records.reduce(0) { total, record in
      record.outputs.reduce(total) { total, output in
        (output.first.prefix(elementLimit) + output.worst.prefix(elementLimit)).reduce(total) {
          $0 + 60 + $1.expected.utf8.count + $1.found.utf8.count + ($1.reference?.utf8.count ?? 4)
        }
      }
    }
  }

  private func page(_ thrift: Thrift) -> String {
    let title = "\(report.identity.suite): \(report.verdict)"
    return HTMLDocument.text(
      title: title, style: Page.styles.joined(separator: "\n"),
      body: """
        \(Page.body)
        <noscript><div><h1>\(Markup.escaped(report.verdict))</h1>
        <p>This page needs JavaScript for its tables; summary.md has the same facts.</p></div></noscript>
        <script type="application/json" id="data">
        \(ReportData(report, thrift).text)
        </script>
        <script>
        "use strict";
        \(Page.scripts.joined(separator: "\n"))
        </script>
        """)
  }
}
