import ArgumentParser
import Harness

/// The runs of the past, and what a run adds to them.
struct HistoryOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Compare with the run before, and add this one: a folder (default: WONNX_HISTORY, else no "
        + "history).", valueName: "folder"))
  var history: String?

  @Option(
    help: ArgumentHelp("Records of whole runs that the history keeps.", valueName: "count"))
  var keep = 30

  @Option(
    help: ArgumentHelp(
      "The run that 'still worse' looks back to: an id, commit, or latest~3 (default: the last that "
        + "was as expected, or that 'wonnx-conform diff --accept' accepted).",
      valueName: "run"))
  var baseline: String?

  @Option(
    help: ArgumentHelp(
      "What decides exit statuses 0 and 1: the expectations, or what changed since the run before "
        + "(0 nothing is worse, 1 something is; the expectations, where there is no run before).",
      valueName: "expectations|changes"))
  var exitBy: ExitBasis = .expectations

  enum ExitBasis: String, ExpressibleByArgument { case expectations, changes }

  mutating func validate() throws {
    history = history ?? Terminal.environment("WONNX_HISTORY")
    guard (1...100_000).contains(keep) else {
      throw ValidationError("--keep is \(keep), expected 1 to 100000.")
    }
    if baseline != nil && history == nil {
      throw ValidationError("--baseline names a run of the history: --history is missing.")
    }
    if exitBy == .changes && history == nil {
      throw ValidationError("--exit-by changes compares with the history: --history is missing.")
    }
  }

  /// What the shell is told of a run; `nil` where the expectations decide.
  func exit(of report: RunReport) -> RunContext.Exit? {
    guard exitBy == .changes, let diff = report.context.sinceLast else { return nil }
    switch report.exitStatus {
    case .asExpected, .unexpected, .unexpectedPasses:
      let isWorse = diff.exitStatus() == .unexpected
      return RunContext.Exit(
        status: isWorse ? .unexpected : .asExpected,
        reason: "\(isWorse ? "something" : "nothing") is worse than in the run before")
    case .usage, .suite, .infrastructure, .hungUp, .interrupted, .terminated: return nil
    }
  }
}
