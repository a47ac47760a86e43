/// One line of a run's record.
///
/// A record is one `run`, then results, then agreements, then one `end`. While a run goes on, and in a part of a
/// larger run, there are `plan` lines too: what has a plan and no result is missing.
package enum RunLine: Sendable, Codable, Equatable {
  case run(RunIdentity)
  case plan(PlannedCase)
  case result(CaseRecord)
  case agreement(Agreement)
  case end(RunEnd)

  private enum Key: String, CodingKey {
    case schema, run, plan, agreement, end
  }

  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    let schema = try fields.decode(Int.self, forKey: .schema)
    guard (1...CaseRecord.schema).contains(schema) else {
      throw DecodingError.dataCorruptedError(
        forKey: .schema, in: fields,
        debugDescription:
          "the line has schema \(schema), this program reads up to \(CaseRecord.schema)")
    }
    if let run = try fields.decodeIfPresent(RunIdentity.self, forKey: .run) {
      self = .run(run)
    } else if let plan = try fields.decodeIfPresent(PlannedCase.self, forKey: .plan) {
      self = .plan(plan)
    } else if let found = try fields.decodeIfPresent(Agreement.self, forKey: .agreement) {
      self = .agreement(found)
    } else if let end = try fields.decodeIfPresent(RunEnd.self, forKey: .end) {
      self = .end(end)
    } else {
      self = .result(try CaseRecord(from: decoder))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    if case .result(let record) = self { return try record.encode(to: encoder) }
    var fields = encoder.container(keyedBy: Key.self)
    try fields.encode(CaseRecord.schema, forKey: .schema)
    switch self {
    case .run(let run): try fields.encode(run, forKey: .run)
    case .plan(let plan): try fields.encode(plan, forKey: .plan)
    case .agreement(let agreement): try fields.encode(agreement, forKey: .agreement)
    case .end(let end): try fields.encode(end, forKey: .end)
    case .result: break
    }
  }
}

/// A case that a run is to run, without the place of its files.
package struct PlannedCase: Sendable, Codable, Hashable {
  package var `case`: CaseID
  package var digest: String?
  package var facets: CaseFacets
  package var rtol: Double
  package var atol: Double
  package var tolerances: CaseTolerances?
  /// The part that takes the case; `nil` where the run is in one piece.
  package var part: Shard?

  package init(_ suiteCase: SuiteCase, part: Shard? = nil) {
    `case` = suiteCase.id
    digest = suiteCase.digest
    facets = suiteCase.facets
    rtol = suiteCase.rtol
    atol = suiteCase.atol
    tolerances = suiteCase.tolerances
    self.part = part
  }

  /// The result of a case that has none.
  package func missing(_ runtime: String, reason: String) -> CaseRecord {
    let suiteCase = SuiteCase(
      id: `case`, folder: "", dataSetCount: 0, rtol: rtol, atol: atol, facets: facets,
      digest: digest, tolerances: tolerances)
    var record = CaseRecord(suiteCase, runtime: runtime, .missing, reason: reason)
    record.outcome = .notRun
    return record
  }
}

/// How a run ended.
package struct RunEnd: Sendable, Codable, Hashable {
  package var stop: RunStop?
  package var seconds: Double
  /// Cases that ran again because they failed unexpectedly.
  package var rerunCount: Int
  /// Cases that would have, had there not been so many.
  package var rerunsLeft: Int

  package init(stop: RunStop? = nil, seconds: Double = 0, rerunCount: Int = 0, rerunsLeft: Int = 0)
  {
    self.stop = stop
    self.seconds = seconds
    self.rerunCount = rerunCount
    self.rerunsLeft = rerunsLeft
  }
}
