import Tensors
import Testing

@testable import Harness

@Suite("Stored values") struct StoredCaseTests {
  /// 1 and 1.004 on Conv, which the official rule (1e-3) does not let pass.
  private func stored(
    _ found: Value?, status: Status? = nil, operators: [String] = ["Conv"]
  ) -> StoredCase {
    StoredCase(
      suiteCase: SuiteCase(
        id: CaseID(kind: "node", name: "test_conv"), folder: "", dataSetCount: 1, rtol: 1e-3,
        atol: 1e-7, facets: CaseFacets(operators: operators)), inputs: [[]],
      expected: [[StoredValue(name: "y", value: vector(1, 2))]],
      runs: [
        StoredRun(
          runtime: "a", status: status, reason: status.map { "\($0)" },
          outputs: found.map { [[StoredValue(name: "y", value: $0)]] } ?? [[]])
      ])
  }

  private func status(_ stored: StoredCase, _ policy: String? = nil) throws -> String {
    var stored = stored
    if let policy {
      stored.suiteCase = try TolerancesFile(parsing: policy, path: "policy.toml")
        .judged(stored.suiteCase)
    }
    return stored.record(of: stored.runs[0]).status.description
  }

  @Test("are judged by the suite's rule, or by the first table of a policy that speaks of them")
  func rules() throws {
    let near = stored(vector(1.004, 2))
    #expect(try status(stored(vector(1, 2))) == "pass")
    #expect(try status(near) == "fail:compare")
    let wide = "[[tolerance]]\noperator = \"Conv\"\nrtol = 1e-2\natol = 0\n"
    #expect(try status(near, wide) == "pass")
    #expect(try status(near, "[[tolerance]]\nrtol = 1e-4\n\n" + wide) == "fail:compare")
    #expect(try status(near, wide + "\n[[tolerance]]\nrtol = 1e-4\n") == "pass")
    let others = wide.replacing("\"Conv\"", with: "[\"MatMul\", \"Gemm\"]")
    #expect(try status(near, others) == "fail:compare")
    let halves = wide + "dtype = \"float16\"\n"
    #expect(try status(near, halves) == "fail:compare")
    #expect(try status(near, wide + "case = \"node/test_c*\"\n") == "pass")
    #expect(try status(near, wide + "case = \"node/test_d*\"\n") == "fail:compare")
  }

  @Test("that are missing keep what the run said")
  func missing() throws {
    #expect(try status(stored(nil, status: .crash("SIGSEGV"))) == "crash:SIGSEGV")
    #expect(try status(stored(nil)) == "missing")
    // A pass whose values are gone is none.
    #expect(try status(stored(nil, status: .pass)) == "missing")
    let whole = stored(vector(1, 2), status: .pass)
    let bare = StoredCase(
      suiteCase: whole.suiteCase, inputs: [], expected: [], runs: whole.runs)
    #expect(try status(bare) == "missing")
  }

  @Test("give a policy that says what judges them now")
  func policy() throws {
    var special = stored(vector(1.004, 2)).suiteCase
    special = special.judged(
      by: CaseTolerances(
        [.init(OutputTolerance(atol: 0.5, relativeToLargest: 0.25))], own: special.official))
    let plain = ["a", "b"].map { SuiteCase.test("node/\($0)") }
    let text = PolicyText(plain + [special]).text
    let file = try TolerancesFile(parsing: text, path: "policy.toml")
    #expect(file.judged(special).tolerances?["float"] == special.tolerances?["float"])
    for suiteCase in plain {
      let judged = try #require(file.judged(suiteCase).tolerances)
      for dtype in ["float", "bfloat16", "int64"] {
        #expect(judged[dtype] == suiteCase.official[dtype])
      }
    }
  }
}

@Suite("A folder of stored values") struct StoredFolderTests {
  @Test("has the cases with outputs of a runtime, and says where there is none")
  func folder() throws {
    let folder = try TemporaryFolder()
    try folder.addCase("node/test_a", inputs: 1, outputs: 1)
    try folder.addCase("node/test_b")
    try folder.write("node/test_a/mine/test_data_set_0/output_0.pb")
    let loader = TestLoader(values: ["input_0.pb": vector(1), "output_0.pb": vector(2)])
    let results = try StoredFolder(folder.path, loader: loader)
    #expect(results.cases.map(\.description) == ["node/test_a"])
    let stored = try results.load(results.cases[0])
    #expect(stored.runs.map(\.runtime) == ["mine"])
    #expect(stored.inputs.map(\.count) == [1] && stored.expected.map(\.count) == [1])
    #expect(stored.record(of: stored.runs[0]).status == .pass)
    let error = #expect(throws: SuiteError.self) {
      try StoredFolder("\(folder.path)/node", loader: loader)
    }
    #expect(error?.description.contains("<kind>/<case>/<runtime>/test_data_set_0") == true)
  }
}
