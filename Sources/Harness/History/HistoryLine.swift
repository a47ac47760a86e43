/// A run in one line of `history.jsonl`.
package struct HistoryLine: Sendable, Codable, Equatable {
  package static let schema = 1

  package var schema = HistoryLine.schema
  package var id: String
  package var runAt: String
  package var seconds: Double
  package var suite: String
  package var command: String
  package var host: String
  package var git: GitState?
  package var program: RunIdentity.Program
  package var digests: RunIdentity.Digests
  package var suiteCount: Int
  package var selectedCount: Int
  package var stop: RunStop?
  /// Whether every chosen case has a result on every runtime.
  package var isComplete: Bool
  /// Whether everything was as expected, or somebody said that it may stay as it is.
  package var isAccepted: Bool
  package var runtimes: [Column]

  /// One runtime's results.
  package struct Column: Sendable, Codable, Equatable {
    package var name: String
    package var identity: String
    /// Results, by family of status.
    package var counts: [String: Int]
    package var unexpectedCount: Int
    package var flakeCount: Int
    /// Seconds of all its cases.
    package var seconds: Double
    /// The results that use most of their operators' own bounds; the largest first.
    package var worstBudgets: [Budget]
  }

  package struct Budget: Sendable, Codable, Equatable {
    package var `case`: CaseID
    package var share: Double
  }

  static let budgetCount = 5

  package init(_ record: RunRecord) {
    let report = record.report()
    let identity = record.identity
    id = identity.id
    runAt = identity.runAt
    seconds = identity.seconds
    suite = identity.suite
    command = identity.command
    host = identity.host
    git = identity.git
    program = identity.program
    digests = identity.digests
    suiteCount = identity.suiteCount
    selectedCount = identity.selectedCount
    stop = report.stop
    isComplete = record.isComplete
    isAccepted = record.isComplete && !report.records.contains(where: \.isUnexpected)
    let byRuntime = Dictionary(grouping: report.records, by: \.runtime)
    runtimes = identity.runtimes.map { runtime in
      let records = byRuntime[runtime.name] ?? []
      let budgets = records.compactMap { record in
        record.budget.map { Budget(case: record.case, share: $0) }
      }
      return Column(
        name: runtime.name, identity: runtime.identity,
        counts: Dictionary(grouping: records, by: \.status.family).mapValues(\.count),
        unexpectedCount: records.count(where: \.isUnexpected),
        flakeCount: records.count(where: \.isFlake),
        seconds: records.reduce(0) { $0 + $1.seconds },
        worstBudgets: Array(
          budgets.sorted { ($1.share, $0.case) < ($0.share, $1.case) }.prefix(Self.budgetCount)))
    }
  }

  package var isWholeSuite: Bool { selectedCount == suiteCount }

  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    schema = try fields.decode(Int.self, forKey: .schema)
    guard (1...Self.schema).contains(schema) else {
      throw DecodingError.dataCorruptedError(
        forKey: .schema, in: fields,
        debugDescription: "the line has schema \(schema), this program reads up to \(Self.schema)")
    }
    id = try fields.decode(String.self, forKey: .id)
    runAt = try fields.decode(String.self, forKey: .runAt)
    seconds = try fields.decode(Double.self, forKey: .seconds)
    suite = try fields.decode(String.self, forKey: .suite)
    command = try fields.decode(String.self, forKey: .command)
    host = try fields.decode(String.self, forKey: .host)
    git = try fields.decodeIfPresent(GitState.self, forKey: .git)
    program = try fields.decode(RunIdentity.Program.self, forKey: .program)
    digests = try fields.decode(RunIdentity.Digests.self, forKey: .digests)
    suiteCount = try fields.decode(Int.self, forKey: .suiteCount)
    selectedCount = try fields.decode(Int.self, forKey: .selectedCount)
    stop = try fields.decodeIfPresent(RunStop.self, forKey: .stop)
    isComplete = try fields.decode(Bool.self, forKey: .isComplete)
    isAccepted = try fields.decode(Bool.self, forKey: .isAccepted)
    runtimes = try fields.decode([Column].self, forKey: .runtimes)
  }
}
