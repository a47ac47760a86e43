/// The ids that there are, for globs that stand for some of them.
struct IdUniverse {
  private let ids: [String]

  init(_ ids: some Sequence<String>) { self.ids = Set(ids).sorted() }

  func matching(_ glob: Glob) -> [String] { ids.filter(glob.matches) }

  /// The fewest globs, prefixes cut at underscores, that stand for these ids and no others.
  func covering(_ members: [String]) -> [String] {
    let members = members.sorted()
    let set = Set(members)
    let others = ids.filter { !set.contains($0) }
    var result: [String] = []
    var covered = ""
    for id in members where covered.isEmpty || !id.hasPrefix(covered) {
      let prefix = Self.prefixes(id).first { prefix in
        Self.count(of: prefix, in: others) == 0 && Self.count(of: prefix, in: members) > 1
      }
      covered = prefix ?? ""
      result.append(prefix.map { Glob.escaped($0) + "*" } ?? Glob.escaped(id))
    }
    return result
  }

  /// `node/test_adam_multiple` gives `node/test_`, `node/test_adam_`.
  private static func prefixes(_ id: String) -> [String] {
    id.indices.filter { id[$0] == "_" }.map { String(id[...$0]) }
      .filter { $0.hasPrefix(id.prefix { $0 != "/" }) }
  }

  /// How many of the sorted ids begin so, up to 2.
  private static func count(of prefix: String, in sorted: [String]) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < prefix { low = middle + 1 } else { high = middle }
    }
    return sorted[low...].prefix(2).count { $0.hasPrefix(prefix) }
  }
}
