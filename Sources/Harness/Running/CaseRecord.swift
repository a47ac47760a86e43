/// The result of one case on one runtime: a line of `results.jsonl`.
package struct CaseRecord: Sendable, Hashable, Codable {
  /// The version of this layout. Version 1 had neither marks nor attempts, digests or replays.
  package static let schema = 2

  package var schema = CaseRecord.schema
  /// `kind/name`.
  package var `case`: CaseID
  /// What says the case's parameters; `nil` where its name does.
  package var title: String?
  /// Who else gives the case's expected values; `nil` where the suite does not say.
  package var confirmed: [String]?
  /// Of the case's files: it tells a change of the suite from one of the runtime. `nil` in records
  /// of version 1.
  package var digest: String?
  package var runtime: String
  package var status: Status
  /// What else is known of the result, such as that it comes and goes; sorted.
  package var marks: [Mark] = []
  /// A sentence a person can act on; `nil` for a pass that needs none.
  package var reason: String?
  /// The reason without names and numbers: what clusters count by.
  package var signature: String?
  /// The name of the rule that judged.
  package var rule: String
  /// What was expected of the case, and how the result stands to it.
  package var expected: String
  package var outcome: Outcome
  /// From opening the model to the verdict.
  package var seconds: Double
  package var durations: Durations
  package var facets: CaseFacets
  package var rtol: Double
  package var atol: Double
  /// What the suite, or the run, says instead of these; `nil` for other rules.
  package var tolerances: CaseTolerances?
  package var outputs: [Comparison]
  /// Of what no bound of the error is stated, so that outputs are judged officially alone.
  package var unbounded: String?
  package var placement: Placement?
  /// What the optimizer did; `nil` on runtimes that take a graph as it is.
  package var optimization: Optimization?
  /// What is wrong with the model and does not keep it from running; `nil` where nothing is.
  package var warnings: [String]?
  /// The last lines that a worker wrote before it ended.
  package var log: String?
  /// Every time that the case ran, where it was more than once; the first as part of the run.
  package var attempts: [Attempt] = []
  /// The fewest cases that have to run before this one in its process for it to fail.
  package var company: [CaseID]?
  /// Of types, shapes and bits of all outputs, NaN being NaN whatever its payload: equal on runtimes
  /// that gave the same. `nil` where there are none.
  package var bits: String?

  package init(_ suiteCase: SuiteCase, runtime: String, _ status: Status, reason: String? = nil) {
    `case` = suiteCase.id
    digest = suiteCase.digest
    title = suiteCase.title
    confirmed = suiteCase.confirmed
    self.runtime = runtime
    self.status = status
    self.reason = reason
    signature = reason.map(Signature.init)?.text
    rule = JudgingRules.rule(for: suiteCase).name
    expected = Status.pass.description
    outcome = status == .pass ? .asExpected : .regression
    seconds = 0
    durations = Durations()
    facets = suiteCase.facets
    rtol = suiteCase.rtol
    atol = suiteCase.atol
    tolerances = suiteCase.tolerances
    outputs = []
    placement = nil
    optimization = nil
    log = nil
  }

  /// How a status stands to what was expected.
  package enum Outcome: String, Sendable, Hashable, Codable, CaseIterable {
    case asExpected = "as-expected"
    /// A pass was expected.
    case regression
    /// Another result than a pass was expected, and the case passed.
    case improvement
    /// Neither a pass nor what was expected.
    case changed
    /// The run ended before the case's turn.
    case notRun = "not-run"
  }

  /// Something known of a result beside its status. Marks of newer programs are kept as they are.
  package struct Mark: RawRepresentable, Sendable, Hashable, Codable, Comparable {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    /// The case passed and did not pass, with nothing changed in between.
    package static let flake = Mark(rawValue: "flake")
    /// The case fails after other cases and passes alone.
    package static let company = Mark(rawValue: "company")
    /// The case differs from an expected value that a later release of the suite corrected.
    package static let superseded = Mark(rawValue: "superseded")

    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  }

  /// One time that a case ran.
  package struct Attempt: Sendable, Hashable, Codable {
    package var status: Status
    package var reason: String?
    package var seconds: Double
    /// Whether nothing else ran meanwhile, in a process of its own.
    package var isAlone: Bool
  }

  /// Seconds in each stage.
  package struct Durations: Sendable, Hashable, Codable {
    package var load = 0.0
    /// Of ``prepare``: what the optimizer took; `nil` where a graph is taken as it is.
    package var optimize: Double?
    /// Optimising, planning and compiling.
    package var prepare = 0.0
    /// The first run of each data set, summed.
    package var run = 0.0
    package var compare = 0.0
    /// The second and later runs, one a repetition, each summed over the data sets.
    package var replays = Replays()

    package init() {}
  }

  /// Elements held against the suite's, over all outputs.
  package var comparedCount: Int { outputs.reduce(0) { $0 + $1.compared } }
  package var elementCount: Int { outputs.reduce(0) { $0 + $1.elements } }
  /// The largest share of an operator's bound that an output uses; `nil` where none is known.
  package var budget: Double? { outputs.compactMap(\.budget).max() }
  /// Elements that are further off than their operator states, over all outputs.
  package var outsideCount: Int { outputs.reduce(0) { $0 + ($1.bound?.outside ?? 0) } }
  /// Whether the quality verdict fails where the official one does not.
  package var isOutside: Bool { status == .pass && outsideCount > 0 }
  /// What expectations call the result: `bound` of a pass that is outside of its bound.
  package var result: String { isOutside ? Self.outside : status.description }
  package static let outside = "bound"
  /// Whether the result, or its family, is among those of an expectation.
  func isAmong(_ statuses: [String]) -> Bool {
    statuses.contains(result) || !isOutside && statuses.contains(status.family)
  }
  /// Whether the case passed in one attempt and did not in another.
  package var isFlake: Bool { marks.contains(.flake) }
  /// Whether the case ran: a missing result has no say in what got better or worse.
  package var hasRun: Bool { status != .missing && status != .skipped }

  /// Whether somebody has to look: a case that never ran says nothing.
  package var isUnexpected: Bool { outcome != .asExpected && outcome != .notRun }

  package mutating func mark(_ mark: Mark) {
    if !marks.contains(mark) { marks = (marks + [mark]).sorted() }
  }
}

/// What the optimizer did to a case's graph.
package struct Optimization: Sendable, Hashable, Codable {
  package var nodesBefore: Int
  package var nodesAfter: Int
  /// Edits, by pass.
  package var edits: [String: Int]
  /// Whether every edit keeps every bit.
  package var isExact: Bool
  /// Whether the results have the bits of the unoptimised graph's; `nil` where nobody compared.
  package var isIdentical: Bool?
  /// Whether results with other bits are as near to the unoptimised graph's as the operators' bounds
  /// allow; `nil` where none has other bits or no bound is stated.
  package var isInside: Bool?
}

/// Where a case's nodes ran.
package struct Placement: Sendable, Hashable, Codable {
  package var device = 0
  /// Shape arithmetic and control flow.
  package var hostValue = 0
  /// Nodes that ran on the host for another reason, as `Operator 'name': reason`.
  package var host: [String] = []
  /// The same without nodes' names: sorted, each once.
  package var kinds: [PlacementKind] = []

  package init(
    device: Int = 0, hostValue: Int = 0, host: [String] = [], kinds: [PlacementKind] = []
  ) {
    self.device = device
    self.hostValue = hostValue
    self.host = host
    self.kinds = kinds
  }
}
