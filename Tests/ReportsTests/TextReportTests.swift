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

  @Test("the verdict counts what was not expected")
  func verdict() {
    var run = Self.run
    #expect(run.clusters.map(\.records.count) == [2, 2])
    for index in run.records.indices { run.records[index].outcome = .asExpected }
    #expect(run.verdict == "All as expected; 12 of 12 results as expected, 8 pass.")
    #expect(run.exitStatus == .asExpected)
  }
}
