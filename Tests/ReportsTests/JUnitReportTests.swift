import Foundation
import FoundationXML
import Testing

@testable import Harness
@testable import Reports

@Suite("JUnit") struct JUnitReportTests {
  static let run = mixedRun()

  private func root(_ run: RunReport) throws -> XMLNode {
    try XMLDocument(xmlString: JUnitReport(run).text)
  }

  @Test("has a suite a runtime and kind whose counts are its elements'")
  func counts() throws {
    let suites = try root(Self.run).nodes(forXPath: "/testsuites/testsuite")
    let names = try suites.map { try #require(try $0.nodes(forXPath: "@name").first?.stringValue) }
    #expect(names == ["cpu.node", "cpu+opt.simple", "vulkan.node"])
    for suite in suites + (try root(Self.run).nodes(forXPath: "/testsuites")) {
      for (attribute, element) in [
        ("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped"),
      ] {
        guard let count = try suite.nodes(forXPath: "@\(attribute)").first?.stringValue else {
          #expect(attribute == "skipped" && suite.name == "testsuites")
          continue
        }
        #expect(try suite.nodes(forXPath: ".//\(element)").count == Int(count))
      }
    }
  }

  static let verdicts: [(String, TestVerdict)] = [
    ("test_0", .passed), ("test_1", .failure), ("test_2", .error), ("test_3", .error),
    ("test_4", .error), ("test_5", .error), ("test_6", .error), ("test_7", .skipped),
    ("test_8", .skipped), ("test_9", .skipped), ("test_10", .error), ("test_f+.a", .passed),
    ("test_known", .skipped), ("test_better", .failure), ("test_later", .skipped),
  ]

  @Test(
    "has failures for wrong values and surprising passes, errors for no values, skips for the rest",
    arguments: verdicts)
  func verdict(name: String, verdict: TestVerdict) throws {
    let record = try #require(Self.run.records.first { $0.case.name == name })
    #expect(TestVerdict(record) == verdict)
    let path = "//testcase[@name='\(name)']/*[self::failure or self::error or self::skipped]"
    let found = try root(Self.run).nodes(forXPath: path)
    #expect(found.map(\.name) == (verdict == .passed ? [] : ["\(verdict)"]))
    let messages = try found.map { try $0.nodes(forXPath: "@message").first?.stringValue ?? "" }
    #expect(messages.allSatisfy { !$0.isEmpty })
  }

  @Test("says what ran on what: device, driver, run, commit and parts")
  func properties() throws {
    let properties = try root(Self.run).nodes(
      forXPath: "//testsuite[@name='vulkan.node']/properties/property")
    let values = try properties.map { property in
      try ["@name", "@value"].map { try property.nodes(forXPath: $0).first?.stringValue ?? "" }
    }
    #expect(
      values == [
        ["runtime", "vulkan, a test's"], ["device", "GPU <0>"], ["driver", "driver 1.2"],
        ["run", "20260301T093000Z-1a2b3c"], ["runAt", "2026-03-01 09:30:00 UTC"],
        ["commit", "1a2b3c4d5e6f"], ["dirty", "true"], ["program", "wonnx-conform 0.2"],
        ["command", "wonnx-conform --ops 'A|B'"], ["part", "1/2"], ["part", "2/2"],
      ])
  }

  @Test("keeps every character that XML has, and names the others")
  func characters() throws {
    let root = try root(Self.run)
    let message = try root.nodes(forXPath: "//testcase[@name='test_1']/failure/@message").first
    #expect(
      message?.stringValue
        == "fail:compare: a|b `c` <d> & \"e\" 'f' @g #1 *h* [i](j)\nk\\u{1b}[31m\\u{0}\\u{fffe} 😀")
    let log = try root.nodes(forXPath: "//testcase[@name='test_3']/error").first
    #expect(log?.stringValue?.hasSuffix("first line\nlast\tline\\u{7}") ?? false)
    #expect(JUnitReport(Self.run).text.contains("time=\"0.000004\""))
  }

  @Test("writes further attempts as Surefire does")
  func attempts() throws {
    let root = try root(Self.run)
    func types(_ element: String) throws -> [String] {
      try root.nodes(forXPath: "//\(element)/@type").compactMap(\.stringValue)
    }
    #expect(try types("flakyError") == ["crash:SIGBUS"] && types("flakyFailure") == ["fail:shape"])
    #expect(try types("rerunError") == ["error:memory"] && types("rerunFailure").isEmpty)
  }
}
