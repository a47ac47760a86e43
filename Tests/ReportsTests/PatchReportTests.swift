import Foundation
import Testing

@testable import Harness
@testable import Reports

@Suite("A patch of expectations") struct PatchReportTests {
  static let path = "Conformance/expectations/onnx-1.23.2.toml"

  /// Applies what the run's patch says, and gives the file; every result is then as expected.
  private func applied(
    _ records: [CaseRecord], to text: String, suiteCount: Int? = nil
  ) throws -> String {
    let source = try ExpectationsSource(parsing: text, path: Self.path)
    let report = sampleRun(records, suiteCount: suiteCount, expectations: source)
    let patch = try #require(try PatchReport(report).render())
    let result = try Repository(Self.path, text.isEmpty ? nil : text)
      .apply(patch, to: Self.path)
    let after = try ExpectationsSource(parsing: result, path: Self.path)
    for record in records {
      #expect(after.expectations.applied(to: record).outcome == .asExpected, "\(record.case)")
    }
    var settled = report
    settled.context.expectations = [after]
    #expect(try PatchReport(settled).render() == nil)
    return result
  }

  private func record(
    _ name: String, _ status: Status, on runtime: String = "cpu"
  ) -> CaseRecord {
    sampleRecord("node/test_\(name)", runtime, status)
  }

  static let text = """
    # By hand.

    # Training.
    [[expect]]
    case = [
      "node/test_adam*",  # all of them
      "node/test_conv",  # both
      "node/test_relu",
    ]
    runtime = "cpu"
    status = "unsupported"
    reason = "No kernel."

    [[expect]]
    case = "node/test_lone"
    status = ["pass", "fail"]  # comes and goes
    reason = "Races."
    issue = "17"

    # Rounding.
    [[expect]]
    case = ["node/test_x", "node/test_y"]
    runtime = ["cpu", "vulkan"]
    status = "fail"
    reason = "Rounding."

    """

  @Test("adds a table for a regression, and leaves the rest")
  func regression() throws {
    let result = try applied(
      [record("new", .error(.plan)), record("lone", .pass)], to: Self.text)
    #expect(
      result == Self.text + """

        [[expect]]
        case = "node/test_new"
        runtime = "cpu"
        status = "error:plan"
        reason = "it is error:plan"

        """)
  }

  @Test("makes a file where there is none, and nothing where all passes")
  func newFile() throws {
    let records = [record("a_1", .unsupported), record("a_2", .unsupported), record("b", .pass)]
    let result = try applied(records, to: "")
    #expect(result.contains("node/test_a_*"))
    let source = try ExpectationsSource(parsing: "", path: Self.path)
    #expect(
      try PatchReport(sampleRun([record("b", .pass)], expectations: source)).render() == nil)
    #expect(try PatchReport(sampleRun(records)).render() == nil)
  }

  @Test("takes out what passes: a line of a list, an item of a line, a table with its comment")
  func passes() throws {
    let result = try applied(
      [
        record("conv", .pass), record("x", .pass), record("x", .pass, on: "vulkan"),
        record("adam", .unsupported), record("relu", .unsupported),
      ], to: Self.text)
    let expected = Self.text.replacing("  \"node/test_conv\",  # both\n", with: "")
      .replacing("\"node/test_x\", ", with: "")
    #expect(result == expected)
    let rest = try applied(
      ["x", "y"].flatMap { name in ["cpu", "vulkan"].map { record(name, .pass, on: $0) } },
      to: Self.text)
    #expect(rest == Self.text.components(separatedBy: "\n# Rounding")[0])
  }

  @Test("opens a glob for an unexpected pass under it, where the run knows every case")
  func glob() throws {
    let records = [
      record("adam", .pass), record("adam_twice", .unsupported),
      record("adam_multiple", .unsupported), record("adamax", .unsupported),
      record("conv", .unsupported), record("relu", .unsupported),
    ]
    let whole = try applied(records, to: Self.text)
    #expect(
      whole
        == Self.text.replacing(
          "  \"node/test_adam*\",  # all of them\n",
          with: "  \"node/test_adam_*\",\n  \"node/test_adamax\",  # all of them\n"))
    let part = try applied(records, to: Self.text, suiteCount: 2041)
    #expect(part.hasPrefix(Self.text) && part.contains("case = \"node/test_adam\"\n"))
    #expect(part.contains("status = \"pass\""))
  }

  @Test("changes a table in place where all its cases give another result")
  func changed() throws {
    let result = try applied(
      ["x", "y"].flatMap { name in
        ["cpu", "vulkan"].map { record(name, .error(.plan), on: $0) }
      }, to: Self.text)
    #expect(
      result
        == Self.text.replacing("status = \"fail\"\n", with: "status = \"error:plan\"\n")
        .replacing("\"Rounding.\"", with: "\"it is error:plan\""))
  }

  @Test("keeps what a run of one runtime does not tell")
  func partial() throws {
    let result = try applied(
      [record("x", .pass), record("y", .pass), record("lone", .fail(.shape))], to: Self.text,
      suiteCount: 2041)
    #expect(
      result == Self.text.replacing("[\"cpu\", \"vulkan\"]", with: "\"vulkan\""))
    let held = try applied(
      [record("lone", .unsupported)], to: Self.text.replacing("\"pass\", ", with: ""),
      suiteCount: 2041)
    let tables = held.components(separatedBy: "[[expect]]\n")
    #expect(tables[2].contains("case = \"node/test_lone\"\nruntime = \"cpu\"\n"))
    #expect(tables[2].contains("status = \"unsupported\"") && tables[2].contains("issue = \"17\""))
    #expect(tables[3].contains("case = \"node/test_lone\"\nstatus = [\"fail\"]  # comes and goes"))
    let other = try applied([record("lone", .timeout)], to: Self.text, suiteCount: 2041)
    let after = try ExpectationsSource(parsing: other, path: Self.path).expectations
    #expect(after.applied(to: record("lone", .fail(.shape), on: "vulkan")).outcome == .asExpected)
    #expect(after.applied(to: record("lone", .timeout, on: "vulkan")).outcome == .regression)
    #expect(other.contains("status = [\"pass\", \"fail\", \"timeout\"]"))
  }

  @Test("says nothing of results that did not come")
  func interrupted() throws {
    let source = try ExpectationsSource(parsing: Self.text, path: Self.path)
    var run = sampleRun([record("x", .missing)], expectations: source)
    run.records[0].outcome = .notRun
    #expect(try PatchReport(run).render() == nil)
  }

  @Test("tells a runtime from its variants")
  func variants() throws {
    let result = try applied(
      [
        record("x", .fail(.compare)), record("x", .pass, on: "cpu+opt"),
        record("new", .timeout), record("new", .pass, on: "cpu+opt"),
        record("conv", .unsupported), record("conv", .fail(.shape), on: "cpu+opt"),
        record("adam", .unsupported), record("adam", .error(.plan), on: "cpu+opt"),
      ], to: Self.text, suiteCount: 2041)
    let after = try ExpectationsSource(parsing: result, path: Self.path).expectations
    #expect(
      after.applied(to: record("x", .fail(.compare), on: "vulkan")).outcome == .asExpected)
    #expect(result.contains("runtime = \"cpu+opt\"\nstatus = \"pass\""))
    let rounding = try applied(
      [record("x", .fail(.compare)), record("x", .pass, on: "cpu+opt")], to: Self.text,
      suiteCount: 2041)
    let parts = Self.text.components(separatedBy: "# Rounding.")
    #expect(rounding.hasPrefix(parts[0]) && rounding.hasSuffix("\n\n# Rounding." + parts[1]))
  }

  @Test("lets a known failure pass now and then where it was seen to")
  func flake() throws {
    let flake = record("y", .fail(.shape)).joined(with: record("y", .pass), isAlone: true)
    let result = try applied([flake], to: Self.text, suiteCount: 2041)
    #expect(result.contains("runtime = \"cpu\"\nstatus = [\"pass\", \"fail\"]\n"))
    #expect(result.contains("reason = \"Rounding.\"\n"))
  }
}
