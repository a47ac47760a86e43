import Foundation
import Harness
import Testing

@testable import Adapters

/// Real processes: `faulty/adapter.py`, and the skeleton in Python, which need its library alone.
@Suite("The check of an adapter") struct AdapterCheckerTests {
  private static let adapters = URL(filePath: #filePath)
    .appending(path: "../../../Conformance/adapters").standardized.path

  private static func outcome(
    _ program: String, only: Set<String> = [], timeout: Duration = .seconds(20)
  ) throws -> AdapterChecker.Outcome {
    let folder = NSTemporaryDirectory() + "check-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let command = try Connection("exec:python3 -B '\(adapters)'/\(program)", box: nil)
      .command(search: ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin")
    let bench = try CheckBench(
      command, folder: folder, schema: try JSONSchemaTests.schema(), timeout: timeout)
    return AdapterChecker(bench, only: only) { _ in }.run()
  }

  @Test("finds nothing wrong with a skeleton, and judges no more than it declares")
  func skeleton() throws {
    let outcome = try Self.outcome("skeletons/python/adapter.py")
    #expect(outcome.profile?.name == "skeleton")
    let wrong = outcome.checks.filter { $0.verdict == .fails }
    #expect(wrong.isEmpty, "\(wrong)")
    let verdicts = Dictionary(uniqueKeysWithValues: outcome.checks.map { ($0.name, $0.verdict) })
    #expect(verdicts["int64"] == .holds && verdicts["killed in a run"] == .holds)
    #expect(verdicts["sequence in"] == .skipped && verdicts["string"] == nil)
  }

  /// By fault: a check that sees it, and words of the sentence.
  static let faults: [(mode: String, check: String, words: String)] = [
    ("dies", "one answer", "ends by SIGSEGV instead of an answer"),
    ("exits", "one answer", "ends by exit 7 instead of an answer; the last line of its standard"),
    ("floods", "one answer", "floods standard output: 64 MiB"),
    ("shape", "one answer", "8 bytes do not fill float of the shape [2, 2], which takes 16"),
    ("twice", "one answer", "more than one answer"),
    ("outside", "one answer", "'outputs[0].value.file' is \"../stderr\""),
    ("link", "one answer", "'out-link' is a link"),
    ("print", "one answer", "no message: 'Loading weights...'"),
    ("seq", "one answer", "answers with seq 4, where 3 (run) was asked"),
    ("truncated", "one answer", "bytes after its line, and fewer come"),
    ("refuses", "float", "refuses what is inside of its profile: It can't add"),
    ("profile", "start", "lacks 'deterministic'"),
    ("zeros", "float", "its element 0 is 0.0, and 1.0 is right"),
    ("echo", "float", "its outputs are [\"x\"], and the model's are [\"z\"]"),
    ("zeros", "an unknown command", "ends by exit 1"),
    ("zeros", "an unknown operator", "answer 'unsupported'"),
    ("zeros", "another version", "answers version 999 of the protocol with a result"),
  ]

  @Test("names each fault", arguments: faults)
  func fault(mode: String, check: String, words: String) throws {
    let outcome = try Self.outcome("faulty/adapter.py \(mode)", only: [check])
    let wrong = try #require(outcome.checks.first { $0.verdict == .fails }, "nothing is found")
    #expect(wrong.name == check)
    #expect(wrong.sentence.contains(words), "\(wrong.sentence)")
  }

  @Test("ends an adapter that hangs, and does not wait for it more than three times")
  func hang() throws {
    let outcome = try Self.outcome(
      "faulty/adapter.py hangs", only: ["bool", "double", "float", "int8", "int16"],
      timeout: .milliseconds(500))
    let sentences = outcome.checks.filter { $0.verdict == .fails }.map(\.sentence)
    #expect(sentences.count == 3 && sentences.allSatisfy { $0.contains("no answer in time") })
    #expect(outcome.checks.last?.sentence.hasPrefix("Not tried") == true)
  }
}
