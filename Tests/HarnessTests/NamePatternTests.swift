import Testing

@testable import Harness

@Suite("A pattern over case ids") struct NamePatternTests {
  static let cases = [
    "node/test_add", "node/test_add_bcast", "node/test_cos", "node/test_dft", "node/test_[a-c]x",
    "real/bert (base)", "real/bert (large", "simple/test_add", "mine/a.*",
  ].map { SuiteCase.test($0) }

  struct Row: CustomTestStringConvertible {
    let pattern: String, ids: [String]
    var testDescription: String { pattern }
  }

  static let rows: [Row] = [
    // A class makes a glob, not a regular expression that matches anywhere.
    Row(
      pattern: "test_[a-c]*",
      ids: ["node/test_add", "node/test_add_bcast", "node/test_cos", "simple/test_add"]),
    Row(pattern: "node/test_[!a-d]*", ids: ["node/test_[a-c]x"]),
    Row(pattern: "test_?os", ids: ["node/test_cos"]),
    Row(
      pattern: "^node/test_[a-c]", ids: ["node/test_add", "node/test_add_bcast", "node/test_cos"]),
    Row(pattern: "d.*st$", ids: ["node/test_add_bcast"]),
    Row(pattern: "add_", ids: ["node/test_add_bcast"]),
    // The id or name of a case comes before any meaning of its characters.
    Row(pattern: "test_add", ids: ["node/test_add", "simple/test_add"]),
    Row(pattern: "node/test_add", ids: ["node/test_add"]),
    Row(pattern: "test_[a-c]x", ids: ["node/test_[a-c]x"]),
    Row(pattern: "bert (base)", ids: ["real/bert (base)"]),
    Row(pattern: "real/bert (large", ids: ["real/bert (large"]),
    Row(pattern: "mine/a.*", ids: ["mine/a.*"]),
    Row(pattern: "[a-c]", ids: []), Row(pattern: "test_[", ids: ["node/test_[a-c]x"]),
  ]

  @Test("is read as what it says", arguments: rows)
  func matches(row: Row) throws {
    let ids = try NamePattern(row.pattern).matches(in: Self.cases).map(\.id.description)
    #expect(ids == row.ids)
  }

  @Test("is refused where it neither names a case nor is a regular expression")
  func unreadable() {
    let error = #expect(throws: SelectionError.self) {
      try NamePattern("bert (").matches(in: Self.cases)
    }
    guard case .pattern("bert (", _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("that names a case stands for no other, though other options leave that case out")
  func aloneUnderOtherOptions() throws {
    let suite = Suite(root: "/", release: "t", stamp: nil, cases: Self.cases)
    var selection = Selection()
    selection.filters = ["node/test_add"]
    selection.kinds = ["node"]
    #expect(try selection.choose(from: suite).map(\.id.description) == ["node/test_add"])
    selection.kinds = ["simple"]
    #expect(throws: SelectionError.nothing(Self.cases.count)) { try selection.choose(from: suite) }
  }
}

@Suite("A pattern over titles") struct TitlePatternTests {
  private static func suiteCase(_ name: String, _ title: String) -> SuiteCase {
    SuiteCase(
      id: CaseID(kind: "ai.onnx", name: name), folder: "/", dataSetCount: 1, rtol: 0, atol: 0,
      facets: CaseFacets(), title: title)
  }

  static let cases = [
    suiteCase("Conv-22_f16_1", "Conv-22 f16 X=[2,3,9,7] W=[4,3,3,3]"),
    suiteCase("Conv-22_f16_2", "Conv-22 f16 X=[2,3,9,7] W=[4,3,3,3] pads=[1,0,1,2]"),
  ]

  @Test(
    "takes a whole title literally, whatever characters it has, and a part of one",
    arguments: [
      ("Conv-22 f16 X=[2,3,9,7] W=[4,3,3,3]", ["Conv-22_f16_1"]),
      ("pads=[1,0,1,2]", ["Conv-22_f16_2"]), ("Conv-22 f16", ["Conv-22_f16_1", "Conv-22_f16_2"]),
      ("*pads=*", ["Conv-22_f16_2"]), ("Conv-22_f16_1", ["Conv-22_f16_1"]),
    ])
  func titles(pattern: String, names: [String]) throws {
    #expect(try NamePattern(pattern).matches(in: Self.cases).map(\.id.name) == names)
  }
}
