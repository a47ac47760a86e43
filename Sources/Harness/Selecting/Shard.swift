/// One of several equal parts of a run, counted from 1: `2/8`.
package struct Shard: Sendable, Equatable, CustomStringConvertible {
  package let index: Int
  package let count: Int

  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1], count > 0,
      (1...count).contains(index)
    else { return nil }
    self.index = index
    self.count = count
  }

  /// Every `count`-th case, so that slow neighbours spread over the shards.
  func part(of cases: [SuiteCase]) -> [SuiteCase] {
    cases.enumerated().filter { $0.offset % count == index - 1 }.map(\.element)
  }

  package var description: String { "\(index)/\(count)" }
}
