import Foundation
import Testing

@testable import Harness
@testable import Reports

@Suite("Text reports") struct TextReportTests {
  static let run = syntheticRun(count: 6) { $0 < 2 }

  @Test("JSON Lines has one record a result, with the members that the schema names")
  func jsonLines() throws {
    let lines = try JSONLinesReport(Self.run).text.split(separator: "\n")
    #expect(lines.count == 14)
    let path = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Conformance/schemas/results.schema.json")
    let schema = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: path)) as? [String: Any])
    let parts = try #require(schema["$defs"] as? [String: Any])
    let result = try #require(parts["result"] as? [String: Any])
    let names = try #require(result["properties"] as? [String: Any]).keys
    let required = try #require(result["required"] as? [String])
    for line in lines.dropFirst().dropLast() {
      let record = try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      #expect(Set(record.keys).isSubset(of: names))
      #expect(Set(required).isSubset(of: record.keys))
      #expect(record["status"] as? String == "pass" || record["reason"] is String)
    }
    #expect(
      try JSONLine.decode(RunLine.self, String(lines[0])) == .run(Self.run.identity))
    #expect(
      try JSONLine.decode(RunLine.self, String(lines[1])) == .result(Self.run.records[0]))
    #expect(try JSONLine.decode(RunLine.self, String(lines[13])) == .end(Self.run.end))
  }

  @Test("JUnit counts failures and escapes what XML reserves")
  func junit() {
    let text = JUnitReport(Self.run).text
    #expect(text.contains(#"tests="12" failures="4" errors="0" skipped="0""#))
    #expect(text.contains("&lt;b&gt;&amp;&quot;first&quot;") && !text.contains("<b>"))
    #expect(text.count(of: "<testcase") == 12)
  }

  @Test("JUnit takes an unexpected pass for a failure, and an expected failure for a skip")
  func junitOutcomes() {
    var run = Self.run
    for index in run.records.indices {
      run.records[index].outcome =
        run.records[index].status == .pass ? .improvement : .asExpected
    }
    #expect(JUnitReport(run).text.contains(#"failures="8" errors="0" skipped="4""#))
  }

  @Test("Markdown opens on the verdict and keeps its tables whole")
  func markdown() {
    var run = Self.run
    run.records[0].reason = "a|b\nc"
    let text = MarkdownReport(run).text
    #expect(text.contains("**4 regressions; 8 of 12 results as expected, 8 pass.**"))
    #expect(text.contains("a\\|b c"))
  }

  @Test("the verdict counts what was not expected")
  func verdict() {
    var run = Self.run
    #expect(run.clusters.map(\.records.count) == [2, 2])
    for index in run.records.indices { run.records[index].outcome = .asExpected }
    #expect(run.verdict == "All as expected; 12 of 12 results as expected, 8 pass.")
    #expect(run.exitStatus == .asExpected)
  }
}

extension String {
  fileprivate func count(of part: String) -> Int { components(separatedBy: part).count - 1 }
}
