/// Which part of a run takes which case: the same on every machine that is told the same.
package struct Partition: Sendable {
  package let count: Int
  /// Seconds that each case took in an earlier run; empty where parts go by ids alone.
  private let durations: [CaseID: Double]

  package init(count: Int, durations: [CaseID: Double] = [:]) {
    self.count = count
    self.durations = durations
  }

  /// The part, from 1, of each case.
  ///
  /// With durations the longest case goes first, each to the part that has least so far; a case
  /// that the earlier run did not know counts as much as the middle one it knew. Without, a hash of
  /// the id decides, so that a case keeps its part when others come and go.
  package func parts(of cases: [SuiteCase]) -> [CaseID: Int] {
    guard !durations.isEmpty else {
      return Dictionary(
        cases.map { ($0.id, Int(Self.hash($0.id.description) % UInt64(count)) + 1) },
        uniquingKeysWith: { first, _ in first })
    }
    let known = durations.values.sorted()
    let middle = known[known.count / 2]
    let weighed = cases.map { ($0.id, durations[$0.id] ?? middle) }
      .sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    var loads = [Double](repeating: 0, count: count)
    var parts: [CaseID: Int] = [:]
    for (id, seconds) in weighed {
      let least = loads.indices.min { (loads[$0], $0) < (loads[$1], $1) } ?? 0
      loads[least] += seconds
      parts[id] = least + 1
    }
    return parts
  }

  /// FNV-1a with 64 bits, its halves folded: the low bits of FNV alone are uneven.
  static func hash(_ text: String) -> UInt64 {
    let hash = text.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3
    }
    return hash ^ (hash >> 32)
  }
}
