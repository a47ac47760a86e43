/// Joins the records of a run's parts into the one that a run in one piece would have given.
///
/// The order of the parts does not matter, joining joined records gives the same as joining all at
/// once, and a part that comes twice counts once.
package struct RunMerge: Sendable {
  /// With a plan for each case that has no result, so that what is lost can still come.
  package let record: RunRecord
  /// Parts that are to run cases and gave no record.
  package let lost: [Shard]
  /// Parts whose record lacks some of their cases.
  package let cutShort: [Shard]

  /// - Throws: where the records are not of one run: other cases, another program ….
  package init(_ parts: [RunRecord]) throws(MergeError) {
    guard let first = parts.first else { throw .nothing }
    for part in parts.dropFirst() { try Self.check(first.identity, part.identity) }
    let identity = parts.map { Self.asPart($0) }.reduce(nil as RunIdentity?) { joined, next in
      joined.map { Self.join($0, next) } ?? next
    }
    var results: [ResultKey: CaseRecord] = [:]
    var plans: [CaseID: PlannedCase] = [:]
    var agreements: [CaseID: Agreement] = [:]
    for part in parts {
      for agreement in part.agreements {
        agreements[agreement.case] = agreements[agreement.case] ?? agreement
      }
      for plan in part.plans { plans[plan.case] = Self.first(plans[plan.case], plan) }
      for result in part.results {
        let key = ResultKey(result)
        if result.hasRun {
          results[key] = results[key].map { $0.merged(with: result) } ?? result
        } else if plans[result.case] == nil {
          plans[result.case] = PlannedCase(result)
        }
      }
    }
    var merged = RunRecord(identity: identity ?? first.identity)
    merged.results = Array(results.values)
    merged.agreements = agreements.values.sorted { $0.case < $1.case }
    let names = merged.identity.runtimes.map(\.name)
    merged.plans = plans.values.filter { plan in
      names.contains { results[ResultKey(plan.case, $0)] == nil }
    }.sorted { $0.case < $1.case }
    merged.end = Self.end(of: merged.identity, lacking: Set(merged.plans.map(\.part)))
    merged.results = merged.report().records
    if merged.identity.parts.count == 1, merged.identity.parts[0].shard.count == 1 {
      merged.identity.parts = []
    }
    record = merged
    let present = Set(merged.identity.parts.map(\.shard))
    let lacking = Set(merged.plans.compactMap(\.part)).sorted { $0.index < $1.index }
    lost = lacking.filter { !present.contains($0) }
    cutShort = lacking.filter(present.contains)
  }

  /// A run in one piece is a part too: all of it.
  private static func asPart(_ record: RunRecord) -> RunIdentity {
    var identity = record.identity
    if identity.parts.isEmpty, let whole = Shard(index: 1, count: 1) {
      identity.parts = [
        RunIdentity.Part(
          shard: whole, durations: nil, id: identity.id, host: identity.host,
          runAt: identity.runAt, end: record.end)
      ]
    }
    return identity
  }

  /// The plan that knows which part takes the case.
  private static func first(_ known: PlannedCase?, _ plan: PlannedCase) -> PlannedCase {
    known.map { $0.part == nil ? plan : $0 } ?? plan
  }

  /// - Parameter lacking: the parts of the cases that have no result; a part that was cut short and
  ///   then run again lacks nothing.
  private static func end(of identity: RunIdentity, lacking: Set<Shard?>) -> RunEnd {
    let ends = identity.parts.map { $0.end ?? RunEnd(stop: .interrupted) }
    let stops = zip(identity.parts, ends).filter { part, _ in
      lacking.contains(part.shard) || lacking.contains(nil)
    }.map(\.1.stop)
    let gravest: [RunStop] = [.infrastructure, .interrupted, .failFast]
    return RunEnd(
      stop: gravest.first { stops.contains($0) },
      seconds: ends.reduce(0) { $0 + $1.seconds },
      rerunCount: ends.reduce(0) { $0 + $1.rerunCount },
      rerunsLeft: ends.reduce(0) { $0 + $1.rerunsLeft })
  }
}

extension PlannedCase {
  fileprivate init(_ record: CaseRecord) {
    self.init(
      SuiteCase(
        id: record.case, folder: "", dataSetCount: 0, rtol: record.rtol, atol: record.atol,
        facets: record.facets, digest: record.digest, tolerances: record.tolerances))
  }
}

/// Why records can't be joined.
package enum MergeError: Error, Sendable, Equatable, CustomStringConvertible {
  case nothing
  /// What differs, and how two of the records say it.
  case differ(String, String, String)

  package var description: String {
    switch self {
    case .nothing: "There is nothing to merge: name the parts' results.jsonl, or their folders."
    case .differ(let subject, let one, let other):
      "These are parts of different runs: \(subject) is '\(one)' in one and '\(other)' in another."
    }
  }
}
