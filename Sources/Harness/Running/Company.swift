/// Finds the fewest cases that have to run before a case for it to fail.
///
/// Zeller and Hildebrandt's delta debugging over the cases that its process had run: half of them,
/// then the other half, then smaller shares and what is left without them.
package struct Company: Sendable {
  private let executor: any CaseExecutor
  private let sink: RecordSink

  /// Tries that a case may take.
  static let trialLimit = 200

  package init(_ executor: any CaseExecutor, _ sink: RecordSink) {
    self.executor = executor
    self.sink = sink
  }

  /// Looks at every result that failed in company and passed alone.
  ///
  /// - Parameter note: hears what was found, a sentence a case.
  package func bisect(note: (String) -> Void) async {
    let cases = Dictionary(
      executor.plan.cases.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for record in sink.records.filter(\.isFlake).sorted(by: { $0.case < $1.case }) {
      let before = sink.company(of: ResultKey(record)).compactMap { cases[$0] }
      guard !before.isEmpty, let suiteCase = cases[record.case], !sink.isInterrupted,
        let job = executor.plan.jobs.firstIndex(where: { $0.name == record.runtime })
      else { continue }
      note(await settle(record, suiteCase, before, job))
    }
  }

  private func settle(
    _ record: CaseRecord, _ suiteCase: SuiteCase, _ before: [SuiteCase], _ job: Int
  ) async -> String {
    var trials = 0
    func fails(_ company: [SuiteCase]) async -> Bool {
      trials += 1
      let result = await executor.record(
        ofLast: company + [suiteCase], job: job, tracesCrashes: false, sink: sink)
      return result.map { $0.status != .pass } ?? false
    }
    guard await fails(before) else {
      return "\(record.case) on \(record.runtime) passes after the same \(before.count) cases: it "
        + "does not depend on them alone."
    }
    let least = await Self.least(before) { company in
      trials < Self.trialLimit ? await fails(company) : false
    }
    var found = record
    found.company = least.map(\.id)
    found.mark(.company)
    let names = least.map(\.id.description).joined(separator: ", ")
    found.reason = "passes alone, fails after \(names): " + (record.reason ?? "")
    found.signature = found.reason.map(Signature.init)?.text
    sink.replace(found)
    return "\(record.case) on \(record.runtime) fails after \(names)"
      + (trials < Self.trialLimit ? "." : ", and perhaps after fewer: \(trials) tries were made.")
  }

  /// The smallest part of `all` that still fails, such that no single member can go.
  static func least<T>(_ all: [T], fails: ([T]) async -> Bool) async -> [T] {
    var current = all
    var shareCount = 2
    while current.count > 1 {
      let size = (current.count + shareCount - 1) / shareCount
      let shares = stride(from: 0, to: current.count, by: size).map {
        $0..<min($0 + size, current.count)
      }
      var reduced: [T]?
      for share in shares where reduced == nil && shares.count > 1 {
        if await fails(Array(current[share])) { reduced = Array(current[share]) }
      }
      if let reduced {
        current = reduced
        shareCount = 2
        continue
      }
      for share in shares where reduced == nil && shares.count > 2 {
        let rest = Array(current[..<share.lowerBound] + current[share.upperBound...])
        if await fails(rest) { reduced = rest }
      }
      if let reduced {
        current = reduced
        shareCount = max(shareCount - 1, 2)
      } else if shareCount < current.count {
        shareCount = min(shareCount * 2, current.count)
      } else {
        break
      }
    }
    return current
  }
}
