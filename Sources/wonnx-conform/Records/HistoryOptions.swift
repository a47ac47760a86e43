import ArgumentParser

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

  mutating func validate() throws {
    history = history ?? Terminal.environment("WONNX_HISTORY")
    guard (1...100_000).contains(keep) else {
      throw ValidationError("--keep is \(keep), expected 1 to 100000.")
    }
    if baseline != nil && history == nil {
      throw ValidationError("--baseline names a run of the history: --history is missing.")
    }
  }
}
