import Harness
package import Runtimes

extension NodeTime {
  /// Each node's median over runs. What a body's node takes in one run is the sum over its iterations.
  package static func medians(of runs: [[NodeTime]]) -> [NodeTime] {
    var nanoseconds: [Place: [Double]] = [:]
    for run in runs {
      var sums: [Place: Double] = [:]
      for time in run { sums[Place(time), default: 0] += time.nanoseconds }
      for (place, sum) in sums { nanoseconds[place, default: []].append(sum) }
    }
    var seen: Set<Place> = []
    return (runs.last ?? []).compactMap { time in
      guard seen.insert(Place(time)).inserted, let median = nanoseconds[Place(time)]?.median else {
        return nil
      }
      return NodeTime(
        node: time.node, operation: time.operation, nanoseconds: median,
        byteCount: time.byteCount, multiplyAddCount: time.multiplyAddCount, start: time.start,
        depth: time.depth)
    }
  }

  private struct Place: Hashable {
    let node: String
    let operation: String
    let depth: Int

    init(_ time: NodeTime) { (node, operation, depth) = (time.node, time.operation, time.depth) }
  }
}
