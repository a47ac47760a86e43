package import Graphs
import Operators
import Tensors

/// Finds Gelu in the nodes that exporters write for it.
///
/// `X/2 · (1 + erf(X / √2))`, and `X/2 · (1 + tanh(√(2/π) · (X + 0.044715 X³)))` in its two
/// spellings; factors in any order.
package struct GeluFusion: Pass {
  package let name = "gelu"
  package let summary = "Make Gelu of the nodes that compute it"
  package let effect = Effect.bounded(
    "Gelu's constants are exact where the model's lie within 1e-6 of them (within a unit in the last"
      + " place in 16 bits), and what lies between is not rounded to 16 bits")

  package init() {}

  @concurrent package func rewrite(_ graph: Graph) async throws(PassError) -> Rewrite {
    let index = GraphIndex(graph)
    var rewrite = Rewrite()
    for (number, node) in graph.nodes.enumerated() where node.isOne(of: .mul, .div) {
      guard let result = node.outputs.first ?? nil,
        let match = index.gelu(result),
        let type = index.type(match.input), type.dtype.isComputedFloat, let rank = type.rank,
        index.type(result)?.rank == rank
      else { continue }
      rewrite.fuse(
        match.nodes.union([number]),
        into: index.making(
          .gelu, since: 20, named: node.name, inputs: [match.input], outputs: node.outputs,
          attributes: match.usesTanh ? ["approximate": .string("tanh")] : [:]),
        in: index,
        Rewrite.Edit("\(match.nodes.count) nodes up to \(node.label) compute Gelu"))
    }
    return rewrite
  }
}

/// What was found.
private struct GeluMatch {
  let input: ValueID
  let nodes: Set<Int>
  let usesTanh: Bool
}

extension GraphIndex {
  fileprivate func gelu(_ result: ValueID) -> GeluMatch? {
    let outer = product(result)
    guard outer.constant == 0.5, outer.factors.count == 2 else { return nil }
    return exactGelu(outer) ?? approximateGelu(outer)
  }

  /// `x · ½ · (1 + erf(x · √½))`.
  private func exactGelu(_ outer: Product) -> GeluMatch? {
    for half in gates(outer, .erf) {
      let inner = product(half.argument)
      guard inner.factors == [half.input], isNear(inner.constant, 0.5.squareRoot(), half.input)
      else { continue }
      return GeluMatch(
        input: half.input, nodes: half.nodes.union(inner.nodes), usesTanh: false)
    }
    return nil
  }

  /// `x · ½ · (1 + tanh(√(2/π) · (x + 0.044715 x³)))`, or with `x · (1 + 0.044715 x²)`.
  private func approximateGelu(_ outer: Product) -> GeluMatch? {
    for half in gates(outer, .tanh) {
      let inner = product(half.argument)
      guard isNear(inner.constant, (2 / Double.pi).squareRoot(), half.input),
        let cubic = cubic(inner.factors, of: half.input)
      else { continue }
      return GeluMatch(
        input: half.input, nodes: half.nodes.union(inner.nodes).union(cubic), usesTanh: true)
    }
    return nil
  }

  /// `x · ½ · (1 + f(argument))`.
  private func gates(
    _ outer: Product, _ function: OperatorKind
  ) -> [(input: ValueID, argument: ValueID, nodes: Set<Int>)] {
    [(0, 1), (1, 0)].compactMap { position, other in
      guard let sum = addend(to: 1, in: outer.factors[other]),
        let number = maker(of: sum.other, function), let argument = self[number].input(0)
      else { return nil }
      return (outer.factors[position], argument, outer.nodes.union([sum.node, number]))
    }
  }

  /// The nodes that compute `x + 0.044715 x³`, the factors' product.
  private func cubic(_ factors: [ValueID], of x: ValueID) -> Set<Int>? {
    func term(_ id: ValueID, power: Int) -> Set<Int>? {
      let term = product(id)
      guard term.factors == Array(repeating: x, count: power), isNear(term.constant, 0.044715, x)
      else { return nil }
      return term.nodes
    }
    if factors.count == 1, let add = sum(factors[0]) {
      for (a, b) in operandOrders(add) where a == x {
        if let nodes = term(b, power: 3) { return nodes.union([add]) }
      }
    }
    guard factors.count == 2, let other = factors.first(where: { $0 != x }), factors.contains(x),
      let sum = addend(to: 1, in: other)
    else { return nil }
    return term(sum.other, power: 2)?.union([sum.node])
  }

  private func isNear(_ found: Double, _ wanted: Double, _ x: ValueID) -> Bool {
    found.isNear(wanted, within: dtype(x)?.constantTolerance ?? 0)
  }
}
