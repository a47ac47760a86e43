/// The result of one case on one runtime: a line of `results.jsonl`.
package struct CaseRecord: Sendable, Hashable, Codable {
  /// The version of this layout.
  package static let schema = 1

  package var schema = CaseRecord.schema
  /// `kind/name`.
  package var `case`: CaseID
  package var runtime: String
  package var status: Status
  /// A sentence a person can act on; `nil` for a pass that needs none.
  package var reason: String?
  /// The reason without names and numbers: what clusters count by.
  package var signature: String?
  /// `official`, or `statistical` where outputs are random.
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
  package var outputs: [Comparison]
  package var placement: Placement?
  /// What the optimizer did; `nil` on runtimes that take a graph as it is.
  package var optimization: Optimization?
  /// The last lines that a worker wrote before it ended.
  package var log: String?

  package init(_ suiteCase: SuiteCase, runtime: String, _ status: Status, reason: String? = nil) {
    `case` = suiteCase.id
    self.runtime = runtime
    self.status = status
    self.reason = reason
    signature = reason.map(Signature.init)?.text
    rule = suiteCase.isRandom ? "statistical" : "official"
    expected = Status.pass.description
    outcome = status == .pass ? .asExpected : .regression
    seconds = 0
    durations = Durations()
    facets = suiteCase.facets
    rtol = suiteCase.rtol
    atol = suiteCase.atol
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
  }

  /// Seconds in each stage.
  package struct Durations: Sendable, Hashable, Codable {
    package var load = 0.0
    package var prepare = 0.0
    package var run = 0.0
    package var compare = 0.0
  }

  /// Elements held against the suite's, over all outputs.
  package var comparedCount: Int { outputs.reduce(0) { $0 + $1.compared } }
  package var elementCount: Int { outputs.reduce(0) { $0 + $1.elements } }
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
