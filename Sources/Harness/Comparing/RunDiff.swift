/// What changed from one run to another.
package struct RunDiff: Sendable, Codable, Equatable {
  package static let schema = 1

  package var schema = RunDiff.schema
  package var before: Side
  package var after: Side
  /// In the groups' order; within a group by case and runtime.
  package var entries: [Entry]
  /// What else differs between the runs, a sentence each.
  package var notes: [String]
  /// Results that both runs have.
  package var comparedCount: Int

  package init(
    before: Side, after: Side, entries: [Entry] = [], notes: [String] = [], comparedCount: Int = 0
  ) {
    self.before = before
    self.after = after
    self.entries = entries
    self.notes = notes
    self.comparedCount = comparedCount
  }

  /// One of the two runs.
  package struct Side: Sendable, Codable, Equatable {
    package var id: String
    package var runAt: String
    package var commit: String?

    package init(id: String, runAt: String, commit: String? = nil) {
      self.id = id
      self.runAt = runAt
      self.commit = commit
    }

    package init(_ identity: RunIdentity) {
      self.init(id: identity.id, runAt: identity.runAt, commit: identity.git?.commit)
    }

    /// `20261127T045742Z-1a2b3c (1a2b3c4d5e6f)`.
    package var description: String { id + (commit.map { " (\($0.prefix(12)))" } ?? "") }
  }

  /// What became of a result, in the order in which people want to hear of it.
  package enum Group: String, Sendable, Codable, CaseIterable, Comparable {
    /// Passed, and no longer does.
    case regression
    case unsupported
    /// A node that ran on the device runs on the host.
    case host
    /// Crashes, hangs and lost devices that came, went or changed, where there was no pass.
    case crash
    /// Another failure than before: another reason, or another first element.
    case failure
    case slower
    /// Came and went within the later run, and did not in the earlier.
    case flake
    case fixed
    case faster
    case new
    case gone
    /// The case's own files changed: what came of it says nothing about the runtime.
    case corpus

    package static func < (a: Self, b: Self) -> Bool { a.place < b.place }
    private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// Those that depend on the machine's mood count only when somebody names them.
    package static let countedByDefault: Set<Group> = [.regression, .unsupported, .host, .crash]
    /// Those that can't be worse.
    package static let better: Set<Group> = [.fixed, .faster]

    package var title: String {
      switch self {
      case .regression: "Regressions"
      case .unsupported: "Newly unsupported"
      case .host: "Newly on the host"
      case .crash: "Crashes and hangs that changed"
      case .failure: "Other failures that changed"
      case .slower: "Slower"
      case .flake: "Flakes"
      case .fixed: "Fixed"
      case .faster: "Faster"
      case .new: "New cases"
      case .gone: "Gone cases"
      case .corpus: "Changed cases"
      }
    }
  }

  package enum Direction: String, Sendable, Codable {
    case worse, better, neutral
  }

  package struct Entry: Sendable, Codable, Equatable {
    package var group: Group
    package var direction: Direction
    package var `case`: CaseID
    /// `nil` for a case that came or went on every runtime.
    package var runtime: String?
    /// Statuses; `nil` where the run has none.
    package var before: String?
    package var after: String?
    /// The later run's reason, or what changed.
    package var reason: String?
    /// Of the later time to the earlier one.
    package var ratio: Double?
    /// How many times the noise between the two runs the change is.
    package var deviations: Double?

    package init(
      _ group: Group, _ direction: Direction, _ id: CaseID, runtime: String? = nil,
      before: String? = nil, after: String? = nil, reason: String? = nil
    ) {
      self.group = group
      self.direction = direction
      `case` = id
      self.runtime = runtime
      self.before = before
      self.after = after
      self.reason = reason
    }
  }
}

extension RunDiff {
  /// The entries of each group that has some, in order.
  package var groups: [(group: Group, entries: [Entry])] {
    Dictionary(grouping: entries, by: \.group).map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 }
  }

  /// 1 where something in these groups got worse, 5 where things only got better, else 0.
  ///
  /// - Parameter chosen: the groups that somebody named: of these everything counts that is not better.
  package func exitStatus(counting chosen: Set<Group>? = nil) -> ExitStatus {
    let counted = chosen ?? Group.countedByDefault
    let isCounted = entries.contains { entry in
      counted.contains(entry.group)
        && (chosen == nil ? entry.direction == .worse : entry.direction != .better)
    }
    if isCounted { return .unexpected }
    let isTimed: Set<Group> = counted.contains(.slower) ? [] : [.slower, .faster, .flake]
    let rest = entries.filter { !isTimed.contains($0.group) }
    return rest.contains { $0.direction == .better } && !rest.contains { $0.direction == .worse }
      ? .unexpectedPasses : .asExpected
  }

  /// The comparison in one sentence.
  package var verdict: String {
    guard !entries.isEmpty else { return "Nothing changed in \(comparedCount) results." }
    let parts = groups.map { "\($0.entries.count) \($0.group.noun($0.entries.count))" }
    return parts.joined(separator: ", ").capitalizedFirst + "; \(comparedCount) results compared."
  }
}

extension RunDiff.Group {
  fileprivate func noun(_ count: Int) -> String {
    switch self {
    case .regression: count == 1 ? "regression" : "regressions"
    case .unsupported: "newly unsupported"
    case .host: "newly on the host"
    case .crash: count == 1 ? "changed crash or hang" : "changed crashes or hangs"
    case .failure: count == 1 ? "changed failure" : "changed failures"
    case .slower: "slower"
    case .flake: count == 1 ? "flake" : "flakes"
    case .fixed: "fixed"
    case .faster: "faster"
    case .new: count == 1 ? "new case" : "new cases"
    case .gone: count == 1 ? "gone case" : "gone cases"
    case .corpus: count == 1 ? "changed case" : "changed cases"
    }
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
