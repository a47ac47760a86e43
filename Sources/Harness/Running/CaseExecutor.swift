/// Runs the cases of a plan: in workers, or in this process.
package protocol CaseExecutor: Sendable {
  var plan: RunPlan { get }

  /// Runs until every case has a record or the sink says stop. The runtimes take their turns.
  func run(into sink: RecordSink) async

  /// Runs cases one after another in a process of their own, with nothing beside them.
  ///
  /// - Parameters:
  ///   - job: which of the plan's jobs.
  ///   - tracesCrashes: whether a crash may take its time to say where it happened.
  /// - Returns: the last one's record; `nil` where there was none to be had.
  func record(
    ofLast sequence: [SuiteCase], job: Int, tracesCrashes: Bool, sink: RecordSink
  ) async -> CaseRecord?
}
