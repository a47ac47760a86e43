/// What has to change in a list of expectations for a run's results to be as expected.
///
/// Results that did not come say nothing, and what is said of them stays. What a run shows of a
/// runtime is said of that runtime only, so an entry for more runtimes is split.
struct ExpectationUpdate {
  /// Ids that an entry no longer names, by entry.
  private(set) var taken: [Int: Set<String>] = [:]
  /// Ids that an entry's globs no longer stand for, by entry.
  private(set) var cut: [Int: Set<String>] = [:]
  /// The most particular first.
  private(set) var rules: [String: [Rule]] = [:]

  /// An entry for one case and runtime.
  struct Rule {
    /// Empty for every runtime.
    let runtime: String
    let claim: Claim

    var entry: Expectation {
      Expectation(
        cases: [], runtimes: runtime.isEmpty ? [] : [runtime], statuses: claim.statuses,
        reason: claim.reason, issue: claim.issue, superseded: claim.superseded)
    }
  }

  private enum Source: Equatable {
    case exact(Int)
    case glob(Int)
    case rule
  }

  let current: [Expectation]
  /// The entries that may change.
  let editable: Range<Int>
  /// Every id that there is; `nil` where the run does not know them all.
  let universe: IdUniverse?
  private let exact: [String: [Int]]
  private let globs: [(glob: Glob, entry: Int)]
  private let speaksOfAll: Bool
  /// Entries whose globs make way for cases that pass.
  private var opened: Set<Int> = []
  /// The runtimes of the cases that have rules.
  private var settled: [String: [String]] = [:]

  /// - Parameters:
  ///   - earlier: what the run was held against.
  ///   - current: the entries to change: the same, or none for a list to be made anew.
  init(
    _ records: [CaseRecord], earlier: Expectations, current: [Expectation], editable: Range<Int>,
    universe: IdUniverse?
  ) {
    self.current = current
    self.editable = editable
    self.universe = universe
    var exact: [String: [Int]] = [:]
    var globs: [(Glob, Int)] = []
    for (index, entry) in current.enumerated() {
      for glob in entry.cases {
        if let id = glob.literal {
          exact[id, default: []].append(index)
        } else {
          globs.append((glob, index))
        }
      }
    }
    self.exact = exact
    self.globs = globs
    speaksOfAll = Set(records.map { Runtimes.base(of: $0.runtime) }).count > 1
    let wishes = Dictionary(grouping: records, by: \.case).map { id, records in
      CaseWish(id, records, names: names(of: id.description, records), earlier: earlier)
    }
    opened = Set(wishes.compactMap(entryToOpen))
    for wish in wishes { settle(wish) }
  }

  /// The runtimes to care for, the most general first: those that ran, and those that entries name.
  private func names(of id: String, _ records: [CaseRecord]) -> [String] {
    let entries = (exact[id] ?? []) + globs.filter { $0.glob.matches(id) }.map(\.entry)
    var names = Set(records.map(\.runtime)).union(entries.flatMap { current[$0].runtimes })
    if !speaksOfAll, entries.contains(where: { current[$0].runtimes.isEmpty }) { names.insert("") }
    return names.sorted { (Runtimes.generality(of: $1), $0) < (Runtimes.generality(of: $0), $1) }
  }

  private mutating func settle(_ wish: CaseWish) {
    while let source = firstWrong(wish) {
      switch source {
      case .exact(let index): taken[index, default: []].insert(wish.id)
      case .glob(let index): cut[index, default: []].insert(wish.id)
      case .rule: return
      }
    }
    for name in wish.names where !wish.isMet(by: found(wish.id, name)?.claim, on: name) {
      rules[wish.id, default: []].insert(
        Rule(runtime: name, claim: wish.claims[name] ?? .pass), at: 0)
      settled[wish.id] = wish.names
    }
  }

  /// An entry that says something wrong of the case, and may change.
  private func firstWrong(_ wish: CaseWish) -> Source? {
    for name in wish.names {
      guard let found = found(wish.id, name), !wish.isMet(by: found.claim, on: name) else {
        continue
      }
      switch found.source {
      case .exact(let index) where editable.contains(index): return found.source
      case .glob(let index) where opened.contains(index): return found.source
      case .exact, .glob, .rule: break
      }
    }
    return nil
  }

  /// The entry whose glob stands for a case that needs none any more.
  ///
  /// Another failure gets an entry of its own, beside the glob; so does a pass where names instead
  /// of the glob would come before what other entries say of the same cases.
  private func entryToOpen(_ wish: CaseWish) -> Int? {
    wish.names.lazy.compactMap { name -> Int? in
      guard wish.claims[name] == nil, let found = found(wish.id, name),
        !wish.isMet(by: found.claim, on: name)
      else { return nil }
      switch found.source {
      case .exact(let index), .glob(let index): return isOpenable(index) ? index : nil
      case .rule: return nil
      }
    }.first
  }

  private func isOpenable(_ index: Int) -> Bool {
    guard editable.contains(index), let universe else { return false }
    let ids = current[index].cases.filter { $0.literal == nil }.flatMap(universe.matching)
    return ids.allSatisfy { id in
      (exact[id] ?? []).allSatisfy { $0 == index }
        && globs.allSatisfy { $0.entry == index || !$0.glob.matches(id) }
    }
  }

  private func found(_ id: String, _ runtime: String) -> (source: Source, claim: Claim)? {
    for index in exact[id] ?? []
    where current[index].speaks(of: runtime) && !(taken[index]?.contains(id) ?? false) {
      return (.exact(index), Claim(current[index]))
    }
    for rule in rules[id] ?? [] where rule.entry.speaks(of: runtime) {
      return (.rule, rule.claim)
    }
    for (glob, index) in globs
    where current[index].speaks(of: runtime) && !(cut[index]?.contains(id) ?? false)
      && glob.matches(id)
    {
      return (.glob(index), Claim(current[index]))
    }
    return nil
  }
}

extension ExpectationUpdate {
  /// Whether an entry of its own says all that is said of the case by name.
  func isAlone(_ id: String) -> Bool {
    (exact[id] ?? []).allSatisfy { taken[$0]?.contains(id) ?? false }
  }

  func isNamedOnce(_ id: String) -> Bool { exact[id]?.count == 1 }

  /// Whether a glob still stands for the case.
  func isUnderGlob(_ id: String) -> Bool {
    globs.contains { !(cut[$0.entry]?.contains(id) ?? false) && $0.glob.matches(id) }
  }

  /// Whether an entry's glob still decides on a case that it stands for.
  func isAlive(_ glob: Glob, of entry: Int) -> Bool {
    guard let ids = universe?.matching(glob), !ids.isEmpty else { return true }
    return ids.contains { id in
      if cut[entry]?.contains(id) ?? false { return false }
      guard let names = settled[id] else { return true }
      return names.contains { found(id, $0)?.source == .glob(entry) }
    }
  }
}
