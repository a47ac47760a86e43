/// Finds the names that somebody may have meant.
package enum NearestNames {
  /// The names nearest to `name`, nearest first: none much further off than the best, and none that
  /// shares less than half of it.
  package static func of(_ name: String, among names: some Sequence<String>, limit: Int = 3)
    -> [String]
  {
    let asked = name.lowercased()
    let allowed = max(2, asked.count / 2)
    let ranked = Set(names).map { ($0, distance(asked, $0.lowercased())) }
      .filter { candidate, distance in
        distance <= allowed || (asked.count >= 3 && candidate.lowercased().contains(asked))
      }
      .sorted { ($0.1, $0.0) < ($1.1, $1.0) }
    let best = ranked.first?.1 ?? 0
    return ranked.filter { $0.1 <= best + 2 }.prefix(limit).map(\.0)
  }

  /// Levenshtein's distance: the least number of characters put in, taken out or replaced.
  static func distance(_ a: String, _ b: String) -> Int {
    let b = Array(b)
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        let above = row[j + 1]
        row[j + 1] = min(diagonal + (x == y ? 0 : 1), above + 1, row[j] + 1)
        diagonal = above
      }
    }
    return row[b.count]
  }
}
