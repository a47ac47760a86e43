internal import Dispatch

/// Runs every case in this process: quick, but a crash ends the run and a hang stays.
package struct LocalRun: CaseExecutor {
  package let plan: RunPlan
  private let runners: [CaseRunner]

  /// - Parameter runners: one a job of the plan, in order.
  package init(_ plan: RunPlan, runners: [CaseRunner]) {
    self.plan = plan
    self.runners = runners
  }

  /// A case in flight is cancelled when the run is interrupted.
  package func run(into sink: RecordSink) async {
    let work = Task {
      for (job, runner) in zip(plan.jobs, runners) { await run(job, runner, into: sink) }
    }
    let watch = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "interruption"))
    watch.setEventHandler { if sink.isInterrupted { work.cancel() } }
    watch.schedule(deadline: .now() + 0.1, repeating: 0.1)
    watch.resume()
    await work.value
    watch.cancel()
  }

  private func run(_ job: RuntimeJob, _ runner: CaseRunner, into sink: RecordSink) async {
    await withTaskGroup(of: CaseRecord.self) { group in
      var waiting = (0..<plan.repeatCount).flatMap(plan.order)[...]
      func startNext() {
        while !sink.hasStopped(job.name), !Task.isCancelled, let next = waiting.popFirst() {
          guard plan.repeatCount > 1 || !sink.has(next.id, on: job.name) else { continue }
          group.addTask { await runner.run(next) }
          return
        }
      }
      for _ in 0..<job.width { startNext() }
      while let record = await group.next() {
        if record.status != .skipped || !sink.isInterrupted { sink.add(record) }
        startNext()
      }
    }
  }

  package func record(
    ofLast sequence: [SuiteCase], job: Int, tracesCrashes: Bool, sink: RecordSink
  ) async -> CaseRecord? {
    guard let last = sequence.last, !sink.isInterrupted else { return nil }
    return await runners[job].run(last)
  }
}
