import Testing

@testable import Harness

@Suite("Selection") struct SelectionTests {
  static let suite = Suite(
    root: "/", release: "test", stamp: nil,
    cases: [
      .test("node/test_conv_pad", ops: ["Conv"], types: ["float"], opset: 11),
      .test("node/test_conv_f16", ops: ["Conv"], types: ["float16"], opset: 22),
      .test(
        "node/test_softmax_expanded", ops: ["Exp", "Div"], types: ["float"], opset: 13,
        subject: "Softmax"),
      .test("node/test_adam", ops: ["Adam"], types: ["float"], opset: nil),
      .test("simple/test_if", ops: ["If", "Add"], types: ["float", "int64"], opset: 13),
    ])

  private func ids(_ change: (inout Selection) -> Void) throws -> [String] {
    var selection = Selection()
    change(&selection)
    return try selection.choose(from: Self.suite).map(\.id.name)
  }

  private func error(_ change: (inout Selection) -> Void) -> SelectionError? {
    #expect(throws: SelectionError.self) { try ids(change) }
  }

  @Test("chooses by operator, subject, kind, element type and opset")
  func facets() throws {
    #expect(try ids { $0.operators = ["Conv"] } == ["test_conv_f16", "test_conv_pad"])
    #expect(try ids { $0.operators = ["Softmax"] } == ["test_softmax_expanded"])
    #expect(try ids { $0.kinds = ["simple"] } == ["test_if"])
    #expect(try ids { $0.dtypes = ["f16", "i64"] } == ["test_conv_f16", "test_if"])
    #expect(try ids { $0.opset = OpsetRange("..12") } == ["test_conv_pad"])
    #expect(try ids { $0.opset = OpsetRange("14..") } == ["test_conv_f16"])
    #expect(try ids { $0.opset = OpsetRange("12..13") } == ["test_softmax_expanded", "test_if"])
  }

  @Test("takes the first of each operator's cases and every nth after it")
  func steps() throws {
    #expect(
      try ids { $0.step = 2 } == ["test_adam", "test_conv_f16", "test_softmax_expanded", "test_if"])
  }

  @Test("takes a filter for a part, a glob or a regular expression")
  func filters() throws {
    #expect(try ids { $0.filters = ["conv"] } == ["test_conv_f16", "test_conv_pad"])
    #expect(try ids { $0.filters = ["test_conv_*"] } == ["test_conv_f16", "test_conv_pad"])
    #expect(try ids { $0.filters = ["test_conv"] }.count == 2)
    #expect(try ids { $0.filters = ["node/test_?dam"] } == ["test_adam"])
    #expect(try ids { $0.filters = ["^node/.*(pad|adam)$"] } == ["test_adam", "test_conv_pad"])
  }

  @Test("names what is nearest to an unknown name")
  func nearest() {
    #expect(
      error { $0.operators = ["conv"] }
        == .unknown("operator", "conv", nearest: ["Conv"], count: 7))
    #expect(
      error { $0.kinds = ["nodes"] } == .unknown("kind", "nodes", nearest: ["node"], count: 2))
    #expect(
      error { $0.filters = ["test_softmx_expanded"] }
        == .filter("test_softmx_expanded", nearest: ["test_softmax_expanded"]))
    #expect(
      SelectionError.filter("x", nearest: ["test_x"]).description
        == "The filter 'x' stands for no case of this suite: did you mean 'test_x'?")
  }

  @Test("refuses options that together choose nothing")
  func nothing() {
    #expect(
      error {
        $0.kinds = ["simple"]
        $0.operators = ["Conv"]
      } == .nothing(5))
  }

  @Test("reads opset ranges", arguments: ["", "..", "a", "9..x", "13..9"])
  func badRanges(text: String) { #expect(OpsetRange(text) == nil) }
}

extension SuiteCase {
  static func test(
    _ id: String, ops: [String] = ["Relu"], types: [String] = ["float"], opset: Int? = 13,
    subject: String? = nil, folder: String = "/nowhere", sets: Int = 1
  ) -> SuiteCase {
    SuiteCase(
      id: CaseID(id) ?? CaseID(kind: "node", name: id), folder: folder, dataSetCount: sets,
      rtol: 1e-3, atol: 1e-7,
      facets: CaseFacets(
        subject: subject, operators: ops, domains: ["ai.onnx"],
        opsets: opset.map { ["ai.onnx": $0] } ?? [:], nodeCount: ops.count,
        inputTypes: ["tensor(float)"], outputTypes: ["tensor(float)"], elementTypes: types))
  }
}
