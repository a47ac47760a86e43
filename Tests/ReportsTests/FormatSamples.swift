import Foundation
import Testing

@testable import Harness
@testable import Reports

private let samplesFolder = ProcessInfo.processInfo.environment["WONNX_FORMATS"]

/// What `Conformance/formats/test.sh` holds against the formats' own readers and schemas.
@Suite("Samples of every format", .enabled(if: samplesFolder != nil))
struct FormatSamples {
  static let runs: [String: RunReport] = [
    "mixed": mixedRun(), "passing": BadgeTests.passing,
    "large": large,
    "first": sampleRun(
      [sampleRecord("node/test_a", "cpu", .fail(.compare), "\"a\" \\ b")],
      expectations: ExpectationsSource(
        path: "Conformance/expectations/onnx 1.toml", text: "", expectations: .none)),
  ]

  /// 10,000 failures beside an expectation for each of some, which then is wrong.
  private static var large: RunReport {
    let records = (0..<10_000).map { number in
      sampleRecord(
        "node/test_\(number)_\(number % 7)", "cpu",
        number % 5 == 0 ? .pass : .fail(.compare), "off by one in output \(number % 9)")
    }
    let tables = (0..<500).map { number in
      "[[expect]]\ncase = \"node/test_\(number)_\(number % 7)\"\nstatus = \"unsupported\"\n"
        + "reason = \"Not yet, \(number).\"\n"
    }
    return sampleRun(
      records, expectations: try? ExpectationsSource(parsing: tables.joined(separator: "\n")))
  }

  @Test("are written", arguments: runs.keys.sorted())
  func write(name: String) throws {
    let run = try #require(Self.runs[name])
    let root = URL(filePath: try #require(samplesFolder)).appending(path: name)
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    for kind in ReportFormats.kinds {
      try kind.init(run).render()?
        .write(to: root.appending(path: kind.fileName), atomically: true, encoding: .utf8)
    }
    guard let source = run.context.expectations.first, !source.text.isEmpty else { return }
    let file = root.appending(path: "repository/\(source.path)")
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try source.text.write(to: file, atomically: true, encoding: .utf8)
  }
}
