import Harness

/// Under ThreadSanitizer, tasks that share runtimes race for nothing.
package struct RaceCheck: ConcurrencyCheck {
  package let name = "races"
  package let claim =
    "Tasks that optimise at once through shared runtimes, CPU and Vulkan, race for nothing: "
    + "ThreadSanitizer reports no race, and reports one that is planted."

  package init() {}

  /// Drivers are not instrumented: their threads' accesses to memory are not seen, only how they
  /// lock, and calls such as `memcpy` from them are not judged.
  static let options = "ignore_noninstrumented_modules=1 exitcode=66 report_signal_unsafe=0"

  package func show(in surroundings: Surroundings) async throws(CheckFailure) -> Showing {
    let build = [
      "build", "--disable-index-store", "--package-path", surroundings.root, "--scratch-path",
      surroundings.scratch("sanitized"), "--sanitize", "thread", "--product", "race-probe",
    ]
    let run = try await ToolRun.run(surroundings.swift, build)
    guard run.isSuccess else {
      throw .unavailable(
        "The probe can't be built with ThreadSanitizer: \(run.tail(8).joined(separator: "\n"))")
    }
    let folder = try await ToolRun.run(surroundings.swift, build + ["--show-bin-path"])
    let probe = "\(folder.lines.last ?? "")/race-probe"
    var planted: ToolRun
    var tries = 0
    repeat {
      planted = try await ToolRun.run(
        probe, ["--plant"], environment: ["TSAN_OPTIONS": Self.options])
      tries += 1
    } while !Self.isReported(planted) && tries < Self.plantings
    try Self.judge(planted: planted)
    let shared = try await ToolRun.run(probe, [], environment: ["TSAN_OPTIONS": Self.options])
    return try Self.judge(shared)
  }

  /// Where one thread takes all tasks of the planted race there is none: about one run in twenty on
  /// two busy cores.
  private static let plantings = 8

  private static func isReported(_ run: ToolRun) -> Bool {
    run.end == "exit 66" && run.text.contains("WARNING: ThreadSanitizer")
  }

  /// A planted race must be reported, or silence means nothing.
  static func judge(planted run: ToolRun) throws(CheckFailure) {
    guard isReported(run) else {
      throw .unavailable(
        "ThreadSanitizer does not report a planted race here (\(run.end)), so its silence would "
          + "mean nothing.")
    }
  }

  static func judge(_ run: ToolRun) throws(CheckFailure) -> Showing {
    let races = run.lines.count { $0.contains("WARNING: ThreadSanitizer") }
    guard races == 0 else {
      throw .broken(
        "ThreadSanitizer reports \(races) races.",
        details: run.lines.filter { $0.hasPrefix("SUMMARY: ThreadSanitizer") }
          + run.lines.prefix(40))
    }
    guard run.isSuccess, let done = run.lines.last(where: { $0.contains("optimised") }) else {
      throw .broken("The probe ended with \(run.end).", details: run.tail())
    }
    return Showing(done, details: ["a planted race is reported"])
  }
}
