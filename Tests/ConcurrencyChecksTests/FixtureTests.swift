import Foundation
import Harness
import Testing

@testable import ConcurrencyChecks

#if ConstantFolding
  @Suite("The fixtures") struct FixtureTests {
    @Test("and all checks of one compilation hold here")
    func hold() async throws {
      for check in [FixtureCheck(), ForcedFoldingCheck()] as [any ConcurrencyCheck] {
        _ = try await check.show(in: try TestPlace.surroundings())
      }
    }

    /// Copies of the fixtures with one defect each.
    struct Defect: Sendable, CustomTestStringConvertible {
      let testDescription: String
      let file: String
      let old: String
      let new: String
      /// Part of what the check says.
      let sentence: String
    }
    static let defects = [
      Defect(
        testDescription: "a misuse that compiles", file: "PassWithState+Right.swift",
        old: "// Right:", new: "func f() {\n  // error: anything\n  let _ = 1\n}\n// Right:",
        sentence: "no error says 'anything'"),
      Defect(
        testDescription: "a misuse that became right", file: "ContextAcrossAwait.swift",
        old: "let device: VkDevice\n  let queue: VkQueue", new: "let device = 1",
        sentence: "no error says 'capture of"),
      Defect(
        testDescription: "a misuse without annotations", file: "ContextAcrossAwait.swift",
        old: "// error: ", new: "// ",
        sentence: "ContextAcrossAwait: a misuse, but no line of it expects an error"),
      Defect(
        testDescription: "a right way that expects an error", file: "PassWithState+Right.swift",
        old: "// Right:", new: "// Right: // error: anything\n",
        sentence: "PassWithState+Right: a right way, but line"),
      Defect(
        testDescription: "another diagnostic", file: "ContextAcrossAwait.swift",
        old: "// error: capture of 'context'", new: "// error: seizure of 'context'",
        sentence: "not expected: ContextAcrossAwait.swift"),
      Defect(
        testDescription: "a right way that is refused", file: "TensorMutatedWhileRead+Right.swift",
        old: "[tensor] in", new: "", sentence: "not expected: TensorMutatedWhileRead+Right.swift"),
      Defect(
        testDescription: "a missing module", file: "PassWithState.swift",
        old: "import Optimizer", new: "import Optimiser",
        sentence: "no such module 'Optimiser'"),
      Defect(
        testDescription: "an error that is not announced", file: "PassWithState.swift",
        old: "seen += 1\n", new: "seen += 1\n    undeclared()\n",
        sentence: "cannot find 'undeclared' in scope"),
    ]

    @Test("say so when they are not met", arguments: defects)
    func planted(defect: Defect) async throws {
      let copy = try TestPlace.copy(of: ["Control.swift", defect.file])
      defer { try? FileManager.default.removeItem(at: copy) }
      let file = copy.appending(path: defect.file)
      let text = try String(contentsOf: file, encoding: .utf8)
      let changed = text.replacingOccurrences(of: defect.old, with: defect.new)
      try #require(changed != text)
      try changed.write(to: file, atomically: true, encoding: .utf8)
      // A folder without any misuse is a failure of its own.
      try "// A misuse.\nlet x: Int = \"\"  // error: cannot convert value\n".write(
        to: copy.appending(path: "Other.swift"), atomically: true, encoding: .utf8)
      let error = await #expect(throws: CheckFailure.self) {
        try await FixtureCheck(folder: copy.path).show(in: try TestPlace.surroundings())
      }
      #expect(error?.description.contains(defect.sentence) == true, "\(String(describing: error))")
      guard case .broken = error else {
        Issue.record("\(String(describing: error)) is not broken")
        return
      }
    }

    @Test("judge nothing when the control does not compile")
    func control() async throws {
      let copy = try TestPlace.copy(of: ["Control.swift", "ContextAcrossAwait.swift"])
      defer { try? FileManager.default.removeItem(at: copy) }
      try "import Nothing\n".write(
        to: copy.appending(path: "Control.swift"), atomically: true, encoding: .utf8)
      let error = await #expect(throws: CheckFailure.self) {
        try await FixtureCheck(folder: copy.path).show(in: try TestPlace.surroundings())
      }
      guard case .unavailable = error else {
        Issue.record("\(String(describing: error)) is not unavailable")
        return
      }
    }

    @Test(
      "that are misuses expect errors, whatever the compiler says; right ways and control do not")
    func emptied() {
      let empty = "// A misuse that is none any more.\nlet a = 1\n"
      #expect(
        Fixture(path: "folder/Misuse.swift", text: empty).defects(of: [], succeeded: true) == [
          "Misuse: a misuse, but no line of it expects an error (// error: …)"
        ])
      for name in ["Misuse+Right", "Control"] {
        let fixture = Fixture(path: "\(name).swift", text: empty)
        #expect(!fixture.isMisuse && fixture.defects(of: [], succeeded: true).isEmpty)
      }
    }

    @Test("are read with their annotations")
    func reading() {
      let text = """
        // About something.
        let a = 1  // error: first
        // error: second
        // error: third

        // A comment.
        let b = 2
        """
      let fixture = Fixture(path: "A.swift", text: text)
      #expect(fixture.subject == "About something.")
      #expect(
        fixture.expectations == [
          .init(line: 2, text: "first"), .init(line: 7, text: "second"),
          .init(line: 7, text: "third"),
        ])
    }

    @Test("and the check of a build without folding catches one that has it")
    func unfolded() async throws {
      let symbols = try await UnfoldedBuildCheck.symbols(in: try TestPlace.surroundings().products)
      for (_, type) in UnfoldedBuildCheck.types {
        #expect(symbols.ofFolding.contains { $0.contains(type) })
      }
      #expect(throws: CheckFailure.self) { try UnfoldedBuildCheck.judge(symbols) }
      try UnfoldedBuildCheck.judge((symbols.count, []))
    }

    @Test("refuse folding forced on for the right reason alone")
    func forced() throws {
      let messages = ForcedFoldingCheck.diagnostics.map { "/a/\($0.file):1:2: error: \($0.text)" }
      let diagnostics = messages.compactMap { Diagnostic($0) }
      try ForcedFoldingCheck.judge(diagnostics, succeeded: false)
      #expect(throws: CheckFailure.self) { try ForcedFoldingCheck.judge([], succeeded: true) }
      #expect(throws: CheckFailure.self) {
        try ForcedFoldingCheck.judge(Array(diagnostics.dropLast()), succeeded: false)
      }
      let other = try #require(Diagnostic("/a/B.swift:1:2: error: no such module 'C'"))
      #expect(throws: CheckFailure.self) {
        try ForcedFoldingCheck.judge(diagnostics + [other], succeeded: false)
      }
    }
  }
#endif

/// The package that the tests are part of.
enum TestPlace {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  static func surroundings() throws -> Surroundings { try Surroundings(root: root) }

  /// A folder with copies of some fixtures.
  static func copy(of files: [String]) throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for file in files {
      try FileManager.default.copyItem(
        atPath: "\(root)/Conformance/concurrency/fixtures/\(file)",
        toPath: folder.appending(path: file).path)
    }
    return folder
  }
}
