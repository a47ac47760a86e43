/// Runs every case in this process: quick, but a crash ends the run and a hang stays.
package struct LocalRun: Sendable {
  package let plan: RunPlan
  private let runners: [CaseRunner]

  /// - Parameter runners: one a job of the plan, in order.
  package init(_ plan: RunPlan, runners: [CaseRunner]) {
    self.plan = plan
    self.runners = runners
  }

  /// Runs until every case has a record, the task is cancelled or the sink says stop.
  package func run(into sink: RecordSink) async {
    for (job, runner) in zip(plan.jobs, runners) {
      await withTaskGroup(of: CaseRecord.self) { group in
        var waiting = plan.cases[...]
        func startNext() {
          guard sink.stopCause == nil, !Task.isCancelled, let next = waiting.popFirst() else {
            return
          }
          group.addTask { await runner.run(next) }
        }
        for _ in 0..<job.width { startNext() }
        while let record = await group.next() {
          sink.add(record)
          startNext()
        }
      }
    }
  }
}
