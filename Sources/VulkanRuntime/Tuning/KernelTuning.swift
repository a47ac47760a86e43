package import Graphs
package import Runtimes
package import Tensors

/// The times of a site's kernels in a model.
package struct KernelTrial: Sendable {
  package let site: KernelSite
  /// Nodes of the model that are this site.
  package let nodeCount: Int
  /// In the order of the table, the one first that is taken where nothing else is said.
  package let alternatives: [String]
  /// Nanoseconds of all these nodes in a run: medians over rounds, of each alternative.
  package let nanoseconds: [Double]

  /// A kernel is better than the table's by more than this, or the table's stays.
  private static let leastGain = 0.03

  /// The alternative to take.
  package var best: Int {
    guard let first = nanoseconds.first,
      let least = nanoseconds.indices.min(by: { nanoseconds[$0] < nanoseconds[$1] })
    else { return 0 }
    return nanoseconds[least] < first * (1 - Self.leastGain) ? least : 0
  }
}

extension VulkanRuntime {
  /// Times every alternative of each site of a graph. The runtime has to time nodes
  /// (``VulkanOptions/profiles``).
  ///
  /// The graph is prepared as often as the site with most alternatives has some, each time with another
  /// one at every site; the rounds take these in turn.
  package func tune(
    _ graph: Graph, _ inputs: [Value?], rounds: Int, progress: (String) -> Void
  ) async throws(RuntimeError) -> [KernelTrial] {
    let first = try await prepared(graph)
    _ = try await first.run(inputs)
    let used = await first.statistics.kernels
    let sites = Dictionary(used.map { ($0.choice.site, $0.choice.alternatives) }) { known, _ in
      known
    }
    let count = sites.values.map(\.count).max() ?? 0
    guard count > 1 else { return [] }
    var variants: [VulkanPreparedGraph] = []
    for number in 0..<count {
      progress("compiling variant \(number + 1) of \(count)")
      let choices = sites.compactMapValues { number < $0.count ? $0[number] : nil }
      let variant = try await prepared(graph, choices: choices)
      _ = try await variant.run(inputs)
      variants.append(variant)
    }
    var times: [KernelSite: [[Double]]] = sites.mapValues { $0.map { _ in [] } }
    for round in 0..<rounds {
      progress("round \(round + 1) of \(rounds)")
      for (number, variant) in variants.enumerated() {
        _ = try await variant.run(inputs)
        for (site, time) in await variant.statistics.siteTimes
        where number < times[site]?.count ?? 0 {
          times[site]?[number].append(time)
        }
      }
    }
    return times.filter { $0.value.count > 1 && $0.value.allSatisfy { !$0.isEmpty } }
      .map { site, times in
        KernelTrial(
          site: site, nodeCount: Set(used.filter { $0.choice.site == site }.map(\.node)).count,
          alternatives: sites[site] ?? [], nanoseconds: times.map { $0.sorted()[$0.count / 2] })
      }.sorted { $0.site.description < $1.site.description }
  }
}

extension RunStatistics {
  /// Nanoseconds of the nodes of each site.
  fileprivate var siteTimes: [KernelSite: Double] {
    let sites = Dictionary(grouping: kernels, by: \.node)
      .mapValues { Set($0.map(\.choice.site)) }
    return nodeTimes.reduce(into: [:]) { times, node in
      for site in sites[node.node] ?? [] { times[site, default: 0] += node.nanoseconds }
    }
  }
}
