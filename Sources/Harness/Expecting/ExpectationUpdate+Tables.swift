extension ExpectationUpdate {
  /// The tables to add, in the order in which they have to stand.
  var tables: [ExpectationTable] {
    var groups: [ExpectationTable.Key: [String]] = [:]
    let held = held
    for (id, rules) in rules {
      let rules = rules.filter { rule in
        !held.contains { taken[$0]?.contains(id) ?? false && restates(rule, $0) }
      }
      let tiers = Dictionary(grouping: rules) {
        Tier(generality: Runtimes.generality(of: $0.runtime), claim: $0.claim)
      }
      for (tier, rules) in tiers {
        let runtimes = rules.map(\.runtime).filter { !$0.isEmpty }.sorted()
        groups[ExpectationTable.Key(claim: tier.claim, runtimes: runtimes), default: []].append(id)
      }
    }
    return groups.sorted { $0.key < $1.key }.map { key, ids in
      ExpectationTable(key: key, ids: ids.sorted(), patterns: patterns(for: ids))
    }
  }

  /// Entries that can stay as they are, with the new tables before them: all that they say is to be
  /// said again, only not of every runtime that they speak of.
  var held: Set<Int> {
    guard rules.keys.allSatisfy(isAlone) else { return [] }
    let entries = taken.filter { index, ids in
      ids.allSatisfy { id in
        isNamedOnce(id)
          && names(of: index).allSatisfy { name in
            let first = rules[id]?.filter { $0.entry.speaks(of: name) }
            return first?.contains { $0.runtime == name } ?? false
              && first?.allSatisfy { restates($0, index) } ?? false
          }
      }
    }
    return Set(entries.keys)
  }

  private func restates(_ rule: Rule, _ entry: Int) -> Bool {
    names(of: entry).contains(rule.runtime) && rule.claim == Claim(current[entry])
  }

  private func names(of entry: Int) -> [String] {
    current[entry].runtimes.isEmpty ? [""] : current[entry].runtimes
  }

  private struct Tier: Hashable {
    let generality: Int
    let claim: Claim
  }

  /// Globs where they mean the same as names: names come before globs, and earlier globs before
  /// later ones.
  private func patterns(for ids: [String]) -> [String] {
    guard let universe else { return ids.sorted().map(Glob.escaped) }
    let free = ids.filter { id in
      Set(rules[id]?.map { Runtimes.generality(of: $0.runtime) } ?? []).count == 1
        && !isUnderGlob(id)
    }
    let named = Set(ids).subtracting(free)
    return (universe.covering(free) + named.map(Glob.escaped)).sorted()
  }
}
