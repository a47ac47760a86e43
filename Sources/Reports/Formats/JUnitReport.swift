package import Harness

/// `junit.xml`: a suite a runtime and kind; results that are as expected count as passes or skips.
///
/// It holds to the schema of Jenkins' xUnit plugin, with Surefire's elements for further attempts.
package struct JUnitReport: ReportFormat {
  package static let name = "junit"
  package static let fileName = "junit.xml"
  package static let summary = "for continuous integration"

  private let report: RunReport

  package init(_ report: RunReport) { self.report = report }

  package func render() throws -> String? { text }

  package var text: String {
    let suites = report.suites
    let counts = Counts(suites.flatMap(\.records))
    return XMLElement(
      "testsuites", [("name", report.identity.suite)] + counts.attributes,
      children: suites.map(element)
    ).file
  }

  private func element(_ suite: RunReport.Suite) -> XMLElement {
    let counts = Counts(suite.records)
    let identity = report.identity
    return XMLElement(
      "testsuite",
      [("name", suite.name)] + counts.attributes + [
        ("skipped", "\(counts.of(.skipped))"),
        ("timestamp", Moment(identity.runAt)?.text ?? identity.runAt), ("hostname", identity.host),
      ],
      children: [XMLElement("properties", children: properties(suite.runtime))]
        + suite.records.map {
          JUnitCase($0, suite: suite.name, identity: report.identity).element
        })
  }

  private func properties(_ runtime: RunIdentity.Runtime) -> [XMLElement] {
    let identity = report.identity
    let values: [(String, String?)] = [
      ("runtime", runtime.identity), ("version", runtime.profile?.title),
      ("connection", runtime.profile?.connection), ("digest", runtime.profile?.digest),
      ("device", runtime.device), ("driver", runtime.driver),
      ("run", identity.id), ("runAt", identity.runAt), ("commit", identity.git?.commit),
      ("dirty", identity.git.map { "\($0.isDirty)" }), ("program", identity.program.name),
      ("command", identity.command),
    ]
    let parts = identity.parts.sorted().map { ("part", Optional($0.shard.description)) }
    return (values + parts).compactMap { name, value in
      value.map { XMLElement("property", [("name", name), ("value", $0)]) }
    }
  }
}

/// Results by what JUnit calls them.
private struct Counts {
  private let verdicts: [TestVerdict: Int]
  private let total: Int
  private let seconds: Double

  init(_ records: [CaseRecord]) {
    verdicts = records.reduce(into: [:]) { $0[TestVerdict($1), default: 0] += 1 }
    total = records.count
    seconds = records.reduce(0) { $0 + $1.seconds }
  }

  func of(_ verdict: TestVerdict) -> Int { verdicts[verdict] ?? 0 }

  /// Those that the schema has on the root too, which has no `skipped`.
  var attributes: [(name: String, value: String)] {
    [
      ("tests", "\(total)"), ("failures", "\(of(.failure))"), ("errors", "\(of(.error))"),
      ("time", decimal(seconds, places: 3)),
    ]
  }
}
