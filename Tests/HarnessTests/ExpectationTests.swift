import Testing

@testable import Harness

@Suite("Expectations") struct ExpectationTests {
  static let text = """
    # What is known.
    [[expect]]
    case = [
      "node/test_adam*",   # training
      "node/test_conv",
    ]
    runtime = "vulkan"
    status = ["unsupported", "error:plan"]
    reason = "No \\"kernel\\" yet."

    [[expect]]
    case = "node/test_adam_exact"
    status = "fail"
    reason = "Rounding."
    issue = "17"
    """

  private func expectations() throws -> Expectations {
    Expectations(try ExpectationParser.parse(Self.text, path: "x.toml"))
  }

  private func outcome(
    _ id: String, _ runtime: String, _ status: Status
  ) throws -> CaseRecord.Outcome {
    try expectations().applied(to: CaseRecord(.test(id), runtime: runtime, status)).outcome
  }

  @Test("marks what a later release corrected, while it differs")
  func superseded() throws {
    let text = """
      [[expect]]
      case = "node/test_dft"
      status = "fail"
      reason = "Zeros are exact."
      superseded = "1.17.0"
      """
    let expectations = Expectations(try ExpectationParser.parse(text, path: "x.toml"))
    #expect(expectations.all.map(\.superseded) == ["1.17.0"])
    func applied(_ status: Status) -> CaseRecord {
      expectations.applied(to: CaseRecord(.test("node/test_dft"), runtime: "cpu", status))
    }
    let differs = try #require(Status("fail:compare"))
    #expect(applied(differs).marks == [.superseded])
    #expect(applied(differs).outcome == .asExpected)
    #expect(applied(.pass).marks.isEmpty && applied(.pass).outcome == .improvement)
    let kept = try edited([CaseRecord(.test("node/test_dft"), runtime: "cpu", differs)], text)
    #expect(kept.contains("superseded = \"1.17.0\""))
  }

  @Test("reads tables, lists, comments and escapes")
  func parses() throws {
    let all = try expectations().all
    #expect(
      all.map { $0.cases.map(\.text) } == [
        ["node/test_adam*", "node/test_conv"], ["node/test_adam_exact"],
      ])
    #expect(all[0].reason == "No \"kernel\" yet." && all[0].runtimes == ["vulkan"])
    #expect(all[1].issue == "17" && all[1].runtimes.isEmpty)
  }

  @Test("is strict both ways, and an entry that names the case comes first")
  func strict() throws {
    #expect(try outcome("node/test_conv", "vulkan", .unsupported) == .asExpected)
    #expect(try outcome("node/test_conv", "vulkan", .error(.plan)) == .asExpected)
    #expect(try outcome("node/test_conv", "vulkan", .pass) == .improvement)
    #expect(try outcome("node/test_conv", "vulkan", .fail(.compare)) == .changed)
    #expect(try outcome("node/test_conv", "cpu", .unsupported) == .regression)
    #expect(try outcome("node/test_adam_exact", "vulkan", .fail(.shape)) == .asExpected)
    #expect(try outcome("node/test_other", "cpu", .pass) == .asExpected)
  }

  @Test(
    "refuses what it does not know, and says where",
    arguments: [
      ("case = \"a\"", "x.toml:1: 'case' stands before the first [[expect]]."),
      (
        "[[expect]]\nstatsu = \"fail\"",
        "x.toml:2: the key 'statsu' is not known; the nearest is 'status'."
      ),
      ("[[expect]]\ncase = \"a\"\nstatus = \"fail\"", "x.toml:1: this [[expect]] has no reason."),
      (
        "[[expect]]\ncase = \"a\"\nstatus = \"fial\"\nreason = \"r\"",
        "x.toml:1: 'fial' is no status; the nearest is 'fail'."
      ),
      (
        "[[expect]]\ncase = a",
        "x.toml:2: the value of 'case' is not a string or a list of strings."
      ),
      (
        "[[expect]]\ncase = \"a\"\nstatus = \"fail\"\nreason = \" \"",
        "x.toml:1: the reason is empty."
      ),
      ("nonsense", "x.toml:1: 'nonsense' is neither [[expect]] nor key = value."),
    ])
  func errors(text: String, message: String) {
    let error = #expect(throws: ExpectationError.self) {
      try ExpectationParser.parse(text, path: "x.toml")
    }
    #expect(error?.description == message)
  }

  @Test("refuses a pattern that stands for no case")
  func unmatched() throws {
    let suite = Suite(
      root: "/", release: "t", stamp: nil,
      cases: [.test("node/test_adam_exact"), .test("node/test_convs")])
    let expectations = try expectations()
    #expect(
      throws: ExpectationError.unmatched(
        path: "x.toml", line: 2, pattern: "node/test_conv", nearest: ["node/test_convs"])
    ) { try expectations.check(against: suite, path: "x.toml") }
  }

  @Test("writes a file that the same run meets, with globs that take in no other case")
  func writes() throws {
    func record(_ id: String, _ status: Status, _ reason: String? = nil) -> CaseRecord {
      CaseRecord(.test(id), runtime: "cpu", status, reason: reason)
    }
    let records = [
      record("node/test_adam", .unsupported, "operator Adam-1 is not supported."),
      record("node/test_adam_multiple", .unsupported, "operator Adam-1 is not supported."),
      record("node/test_adam_twice", .unsupported, "operator Adam-1 is not supported."),
      record("node/test_add", .pass), record("node/test_conv", .fail(.compare), "off by \"1\""),
    ]
    let text = try edited(records)
    let written = Expectations(try ExpectationParser.parse(text, path: "x"))
    #expect(records.allSatisfy { written.applied(to: $0).outcome == .asExpected })
    #expect(text.contains("\"node/test_adam_*\"") && !text.contains("twice"))
    let both = try edited(
      records + [
        CaseRecord(
          .test("node/test_conv"), runtime: "vulkan", .fail(.compare), reason: "off by \"1\"")
      ])
    #expect(both.contains("case = \"node/test_conv\"\nruntime = [\"cpu\", \"vulkan\"]"))
    let kept = text.replacing("operator Adam-# is not supported.", with: "Training comes later.")
    #expect(try edited(records, kept) == kept)
  }

  @Test("takes an id with brackets for itself, before any class")
  func brackets() throws {
    let classes = Expectation(
      cases: [Glob("mine/bert[ab]")], runtimes: [], statuses: ["fail"], reason: "a class")
    let named = Expectation(
      cases: [Glob(naming: "mine/bert[ab]")], runtimes: [], statuses: ["error"], reason: "itself")
    let expectations = Expectations([classes, named])
    func reason(_ name: String) -> String? {
      expectations.entry(for: CaseID(kind: "mine", name: name), runtime: "cpu")?.reason
    }
    #expect(reason("berta") == "a class" && reason("bertab") == nil)
    #expect(reason("bert[ab]") == "a class")
    #expect(
      Expectations([named]).entry(for: CaseID(kind: "mine", name: "berta"), runtime: "cpu") == nil)
    let suite = Suite(root: "/", release: "t", stamp: nil, cases: [.test("mine/bert[ab]")])
    try expectations.check(against: suite, path: "x.toml")
  }

  @Test("writes ids with wildcards so that they stand for themselves alone")
  func writesBrackets() throws {
    let records = [
      CaseRecord(.test("mine/bert[ab]"), runtime: "cpu", .unsupported, reason: "no kernel"),
      CaseRecord(.test("mine/w*_a"), runtime: "cpu", .timeout, reason: "slow"),
      CaseRecord(.test("mine/w*_b"), runtime: "cpu", .timeout, reason: "slow"),
      CaseRecord(.test("mine/berta"), runtime: "cpu", .pass),
      CaseRecord(.test("mine/wide_a"), runtime: "cpu", .pass),
    ]
    let text = try edited(records)
    let written = Expectations(try ExpectationParser.parse(text, path: "x"))
    #expect(records.allSatisfy { written.applied(to: $0).outcome == .asExpected })
    #expect(text.contains("\"mine/bert[[]ab]\"") && text.contains("\"mine/w[*]_*\""))
  }

  private func edited(_ records: [CaseRecord], _ text: String = "") throws -> String {
    let expectations = Expectations(try ExpectationParser.parse(text, path: "x"))
    let source = ExpectationsSource(path: "x", text: text, expectations: expectations)
    let result = try ExpectationEdit(
      records, of: source, ids: Set(records.map(\.case.description))
    ).text
    let written = Expectations(try ExpectationParser.parse(result, path: "x"))
    #expect(records.allSatisfy { written.applied(to: $0).outcome == .asExpected })
    return result
  }

  @Test("keeps what comes and goes, and issues, when it writes anew")
  func keepsIntermittent() throws {
    let text = """
      [[expect]]
      case = "node/test_race"
      status = ["pass", "fail"]
      reason = "Races."
      issue = "17"
      """
    for status in [Status.pass, .fail(.shape)] {
      let result = try edited(
        [CaseRecord(.test("node/test_race"), runtime: "cpu", status, reason: "other")],
        text)
      #expect(result.contains("status = [\"pass\", \"fail\"]\nreason = \"Races.\"\nissue = \"17\""))
    }
    let worse = try edited(
      [CaseRecord(.test("node/test_race"), runtime: "cpu", .timeout, reason: "slow")],
      text)
    #expect(worse.contains("status = [\"pass\", \"fail\", \"timeout\"]"))
    #expect(worse.contains("issue = \"17\""))
  }

  @Test("tells a runtime from its variants when it writes anew")
  func variants() throws {
    func record(_ runtime: String, _ status: Status) -> CaseRecord {
      CaseRecord(.test("node/test_a"), runtime: runtime, status, reason: "why")
    }
    let same = try edited(
      [record("cpu", .fail(.compare)), record("cpu+opt", .fail(.compare))], "")
    #expect(same.contains("runtime = \"cpu\"\n") && !same.contains("cpu+opt"))
    let other = try edited(
      [record("cpu", .fail(.compare)), record("cpu+opt", .pass)], "")
    #expect(other.contains("runtime = \"cpu+opt\"\nstatus = \"pass\""))
  }

  @Test("of a column with a file of its own come from there alone, under the file's name for it")
  func ownFile() throws {
    func source(
      _ text: String, _ column: ExpectationsSource.Column? = nil
    ) throws -> ExpectationsSource {
      ExpectationsSource(
        path: "\(column?.name ?? "all").toml", text: text,
        expectations: Expectations(try ExpectationParser.parse(text, path: "x")), column: column)
    }
    let shared = try source(
      "[[expect]]\ncase = \"node/*\"\nstatus = \"unsupported\"\nreason = \"All.\"\n")
    let own = try source(
      "[[expect]]\ncase = \"node/test_a\"\nruntime = \"tract\"\nstatus = \"fail\"\n"
        + "reason = \"Off.\"\n", .init(name: "mine", nameInFile: "tract"))
    let joined = shared.expectations.with(own: ["mine": own.inRun])
    let a = CaseID(kind: "node", name: "test_a")
    let b = CaseID(kind: "node", name: "test_b")
    #expect(joined.entry(for: a, runtime: "mine")?.reason == "Off.")
    #expect(joined.entry(for: a, runtime: "mine+opt")?.reason == "Off.")
    #expect(joined.entry(for: b, runtime: "mine") == nil)
    #expect(joined.entry(for: a, runtime: "tract")?.reason == "All.")

    var report = RunReport(
      identity: RunIdentity(),
      records: [("cpu", Status.unsupported), ("mine", .pass), ("mine+opt", .pass)].map {
        joined.applied(to: CaseRecord(.test("node/test_a"), runtime: $0, $1, reason: "no"))
      })
    report.context.expectations = [shared, own]
    let edits = try report.expectationEdits(ids: ["node/test_a", "node/test_b"])
    #expect(edits.map(\.source.path) == ["all.toml", "mine.toml"])
    #expect(edits[0].edit.isEmpty)
    #expect(!edits[1].edit.isEmpty && !edits[1].edit.text.contains("test_a"))
  }
}
