import Harness
import Tensors

/// The root of a CTRF file. Members and their meaning: ctrf.io's specification, version 1.0.
struct CTRFDocument: Codable {
  static let author = "wonnx-conform"

  var reportFormat = "CTRF"
  var specVersion = "1.0.0"
  var timestamp: String
  var generatedBy = CTRFDocument.author
  var results: Results

  struct Results: Codable {
    var tool: Tool
    var summary: Summary
    var tests: [CTRFTest]
    var environment: Environment
  }

  struct Tool: Codable {
    var name: String
    var version: String?
  }

  /// Times in milliseconds since 1970.
  struct Summary: Codable {
    var tests: Int
    var passed: Int
    var failed: Int
    var pending: Int
    var skipped: Int
    var other: Int
    var flaky: Int
    var suites: Int
    var start: Int
    var stop: Int
    var duration: Int

    init(_ report: RunReport, start: Int) {
      let counts = report.records.reduce(into: [CTRFTest.Status: Int]()) {
        $0[CTRFTest.Status($1), default: 0] += 1
      }
      tests = report.records.count
      passed = counts[.passed] ?? 0
      failed = counts[.failed] ?? 0
      pending = counts[.pending] ?? 0
      skipped = counts[.skipped] ?? 0
      other = 0
      flaky = report.records.count(where: \.isFlake)
      suites = report.suites.count
      duration = milliseconds(report.end.seconds)
      self.start = start
      stop = start + duration
    }
  }

  struct Environment: Codable {
    var reportName: String
    var testEnvironment: String
    var buildId: String?
    var commit: String?
    var osPlatform = "linux"
    var healthy: Bool
    var extra: Extra

    init(_ report: RunReport) {
      let identity = report.identity
      reportName = report.verdict
      testEnvironment = identity.suite
      buildId = identity.id.isEmpty ? nil : identity.id
      commit = identity.git?.commit
      healthy = report.exitStatus == .asExpected
      extra = Extra(
        host: identity.host, command: identity.command, isolation: identity.isolation,
        runtimes: identity.runtimes, isDirty: identity.git?.isDirty,
        parts: identity.parts.sorted().map(\.shard.description))
    }
  }

  struct Extra: Codable {
    var host: String
    var command: String
    var isolation: String
    var runtimes: [RunIdentity.Runtime]
    var isDirty: Bool?
    var parts: [String]
  }
}

func milliseconds(_ seconds: Double) -> Int {
  Int(saturating: (max(seconds, 0) * 1000).rounded())
}
