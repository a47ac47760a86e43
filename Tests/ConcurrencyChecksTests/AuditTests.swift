import Testing

@testable import ConcurrencyChecks

@Suite("The audit of the sources") struct AuditTests {
  private static let proof = "Nobody else has a reference to it, so nobody else writes."

  @Test("finds every escape, wherever it is written", arguments: Escape.allCases)
  func finds(escape: Escape) throws {
    let source = "struct A {}\nlet x = f { \(escape.rawValue) (1) }\n"
    let defects = AuditCheck.defects(in: ["A.swift": source], try Allowlist(parsing: "", path: ""))
    #expect(defects == ["A.swift: \(escape.rawValue) on line 2, but 0 allowed"])
  }

  @Test(
    "sees through layout and string interpolation",
    arguments: [
      "Task<Void, Never>\n  .detached {}", "nonisolated ( unsafe ) var x = 1",
      "@ unchecked Sendable", #"print("a \(unsafeBitCast(x, to: Int.self)) b")"#,
      ##"print(#"a \#(unsafeBitCast(x, to: Int.self)) \(b)"#)"##,
    ])
  func layout(source: String) throws {
    let allowlist = try Allowlist(parsing: "", path: "")
    #expect(AuditCheck.defects(in: ["A.swift": source], allowlist).count == 1)
  }

  @Test(
    "takes no comment and no text of a string for code",
    arguments: [
      "// @unchecked Sendable", "/* a /* nonisolated(unsafe) */ @preconcurrency */ let x = 1",
      #"let s = "Task.detached \" unsafeBitCast""#,
      "let s = \"\"\"\n  assumeIsolated \" unsafeBitCast\n  \"\"\"",
      ##"let s = #"unsafeBitCast " \(assumeIsolated)"#"##, "let detached = unchecked(Sendable)",
    ])
  func text(source: String) throws {
    let allowlist = try Allowlist(parsing: "", path: "")
    #expect(AuditCheck.defects(in: ["A.swift": source], allowlist).isEmpty)
  }

  @Test("allows as many as are proved, no more and no fewer")
  func counts() throws {
    let source = "struct A: @unchecked Sendable {}\nstruct B: @unchecked Sendable {}\n"
    func defects(_ count: Int) throws -> [String] {
      AuditCheck.defects(
        in: ["A.swift": source],
        try Allowlist(
          parsing: "A.swift: @unchecked Sendable: \(count): \(Self.proof)\n", path: "allowlist.txt")
      )
    }
    #expect(try defects(2).isEmpty)
    #expect(try defects(1).count == 1)
    #expect(try defects(3).count == 1)
  }

  @Test("refuses entries that nothing needs, and entries without proof")
  func stale() throws {
    let entry = "A.swift: Task.detached: 1: \(Self.proof)"
    let list = try Allowlist(parsing: entry, path: "allowlist.txt")
    #expect(
      AuditCheck.defects(in: ["A.swift": "let x = 1"], list)
        == ["allowlist.txt:1: A.swift has no Task.detached any more"])
    #expect(AuditCheck.defects(in: [:], list).count == 1)
    for line in ["A.swift: Task.detached: 1: Trust me.", "A.swift: Task.detached: many: x", "what"]
    {
      #expect(throws: CheckFailure.self) { try Allowlist(parsing: line, path: "allowlist.txt") }
    }
    #expect(throws: CheckFailure.self) {
      try Allowlist(parsing: "\(entry)\n\(entry)", path: "allowlist.txt")
    }
  }
}
