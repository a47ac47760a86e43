package import Harness

/// `index.html`: one file that needs no network and opens on the verdict.
package struct HTMLReport: ReportFormat {
  package static let name = "html"
  package static let fileName = "index.html"
  package static let summary = "for people: one page, no network"

  /// Bytes that the page may have. Details of differing elements give way when there are too many;
  /// `results.jsonl` has them all.
  package static let sizeLimit = 2_900_000

  private let report: RunReport

  package init(_ report: RunReport) { self.report = report }

  package func render() throws -> String? { text }

  package var text: String {
    var elementLimit = 8
    while elementLimit > 0, weight(elementLimit: elementLimit) > Self.sizeLimit / 2 {
      elementLimit /= 2
    }
    let text = page(elementLimit: elementLimit)
    return text.utf8.count <= Self.sizeLimit ? text : page(elementLimit: 0)
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

  private func page(elementLimit: Int) -> String {
    let title = "\(report.identity.suite): \(report.verdict)"
    return """
      <!doctype html>
      <!-- Written by wonnx-conform. -->
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(Markup.escaped(title))</title>
      <style>
      \(Page.style)
      </style>
      </head>
      <body>
      \(Page.body)
      <noscript><main><h1>\(Markup.escaped(report.verdict))</h1>
      <p>This page needs JavaScript for its tables; summary.md has the same facts.</p></main></noscript>
      <script type="application/json" id="data">
      \(ReportData(report, elementLimit: elementLimit).text)
      </script>
      <script>
      "use strict";
      \(Page.model)
      \(Page.verdictView)
      \(Page.matrixView)
      \(Page.resultsView)
      \(Page.caseView)
      \(Page.concurrencyView)
      \(Page.router)
      </script>
      </body>
      </html>

      """
  }
}

/// The page's parts that no run changes.
enum Page {
  static let body = """
    <header class="bar">
      <a class="brand" href="#">wonnx-conform</a>
      <span class="suite" id="suite"></span>
      <nav aria-label="Sections">
        <a href="#unexpected">Unexpected</a>
        <a href="#causes">Causes</a>
        <a href="#matrix">Matrix</a>
        <a href="#results">Results</a>
        <a href="#concurrency">Concurrency</a>
      </nav>
      <form role="search" id="searchForm">
        <label class="hidden" for="search">Search results</label>
        <input id="search" type="search" spellcheck="false" autocomplete="off"
          placeholder="Search: op:Conv dtype:f16 status:fail  ( / )">
      </form>
    </header>
    <main id="overview">
      <section id="verdict" aria-label="Verdict"></section>
      <section id="unexpected"></section>
      <section id="causes"></section>
      <section id="matrix"></section>
      <section id="results"></section>
      <section id="concurrency"></section>
    </main>
    <main id="case" hidden></main>
    <footer id="footer"></footer>
    """
}
