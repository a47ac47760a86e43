/// N-grams by their items: a tree whose edges are items, so that one walk along a row finds those of
/// every length.
struct GramTree: Sendable {
  private struct Edge: Hashable, Sendable {
    let node: Int
    let item: Int
  }

  private var edges: [Edge: Int] = [:]
  /// The n-grams that end at each node, by their numbers.
  private var ends: [[Int]] = [[]]
  /// The most items of any n-gram.
  private(set) var depth = 0

  mutating func insert(_ items: some Collection<Int>, number: Int) {
    var node = 0
    for item in items {
      let edge = Edge(node: node, item: item)
      if let next = edges[edge] {
        node = next
      } else {
        ends.append([])
        node = ends.count - 1
        edges[edge] = node
      }
    }
    ends[node].append(number)
    depth = max(depth, items.count)
  }

  /// Calls `body` with the number of each n-gram that begins at `first` and whose items lie `step`
  /// apart, and with its length.
  func forEach(
    in items: ArraySlice<Int>, from first: Int, step: Int,
    _ body: (_ number: Int, _ length: Int) -> Void
  ) {
    var (node, place) = (0, first)
    for length in stride(from: 1, through: depth, by: 1) {
      guard place < items.endIndex, let next = edges[Edge(node: node, item: items[place])] else {
        return
      }
      node = next
      for number in ends[node] { body(number, length) }
      place += step
    }
  }
}
