package import Graphs

/// The quality verdict: how much of its operator's own error bound an output uses.
///
/// `budget = max over elements of |a - e| / bound`, in ULPs of the output's type where the operator
/// bounds ULPs. The suite's stored values are themselves rounded, by at most one ULP, which the
/// bound includes. An operator whose error grows with the number of summed terms gives no bound
/// here: that takes Σ|terms|.
package struct BoundRule: Sendable {
  package let tolerance: Tolerance

  package init(_ tolerance: Tolerance) { self.tolerance = tolerance }

  /// The bound of a graph with a single node; `nil` for other graphs.
  package init?(_ graph: Graph) {
    guard graph.nodes.count == 1, let node = graph.nodes.first else { return nil }
    tolerance = type(of: node.operation).tolerance
  }

  /// The share of the bound that a comparison's worst element uses; `nil` where none is known.
  package func budget(_ comparison: Comparison) -> Double? {
    guard let ulp = comparison.maxULP, comparison.mismatches == 0 || comparison.maxAbs > 0 else {
      return nil
    }
    switch tolerance {
    case .exact: return ulp == 0 ? 0 : .infinity
    case .ulps(let allowed): return Double(ulp) / Double(allowed + 1)
    case .accumulated, .statistical: return nil
    }
  }
}
