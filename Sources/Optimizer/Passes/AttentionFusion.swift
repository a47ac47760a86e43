package import Graphs
import Operators
import Tensors

/// Finds Attention in `Softmax(Q · Kᵀ · scale + mask) · V` over heads.
///
/// Q `[B, H, L, D]`, K `[B, H, T, D]`, V `[B, H, T, E]`; the scale may stand at Q, at K or at their
/// product, and the mask may be absent.
package struct AttentionFusion: Pass {
  package let name = "attention"
  package let summary = "Make Attention of the nodes that compute it"
  package let effect = Effect.bounded(
    "Attention multiplies Q and K with the scale's root each, and gives zeros where a mask of -∞"
      + " hides every key and the nodes gave NaN")

  package init() {}

  @concurrent package func rewrite(_ graph: Graph) async throws(PassError) -> Rewrite {
    let index = GraphIndex(graph)
    var rewrite = Rewrite()
    for (number, node) in graph.nodes.enumerated() where node.isOne(of: .matMul) {
      guard let match = index.attention(number) else { continue }
      var edit = Rewrite.Edit("\(match.nodes.count) nodes up to \(node.label) compute Attention")
      guard rewrite.isFree(match.nodes),
        index.isClosed(match.nodes, giving: node.outputs.first ?? nil),
        let keys = index.keys(of: match, named: node.name, in: &rewrite, &edit)
      else { continue }
      rewrite.fuse(
        match.nodes,
        into: index.making(
          .attention, since: 23, named: node.name,
          inputs: [match.queries, keys, match.values] + (match.mask.map { [$0] } ?? []),
          outputs: node.outputs, attributes: ["scale": .float(Float(match.scale))]),
        in: index, edit)
    }
    return rewrite
  }
}

/// What was found.
private struct AttentionMatch {
  var queries: ValueID
  /// What the keys are a transposition of, and which.
  var keySource: ValueID
  var keyOrder: [Int]
  var keyType: TensorType
  var values: ValueID
  var mask: ValueID?
  var scale: Double
  var nodes: Set<Int>
}

/// The products of queries and keys.
private struct ScoresMatch {
  var queries: ValueID
  var keySource: ValueID
  var keyOrder: [Int]
  var scale: Double
  var nodes: Set<Int>
}

extension GraphIndex {
  fileprivate func attention(_ last: Int) -> AttentionMatch? {
    guard let weights = self[last].input(0), let values = self[last].input(1) else { return nil }
    let guarded = unguarded(weights)
    guard let softmax = maker(of: guarded.weights, .softmax), let biased = self[softmax].input(0),
      let type = type(biased), type.dtype.isComputedFloat, let dims = type.dims, dims.count == 4,
      let axis = self[softmax].attribute("axis", as: Int.self), axis == 3 || axis == -1,
      let (scores, mask) = biasedScores(biased, dims), guarded.nodes.isEmpty || guarded.mask == mask
    else { return nil }
    guard let q = self.type(scores.queries)?.dims, let source = self.type(scores.keySource),
      let v = self.type(values)?.dims, let axes = source.dims, q.count == 4, v.count == 4,
      axes.count == 4, scores.scale > 0, Float(scores.scale).isNormal
    else { return nil }
    let k = scores.keyOrder.map { axes[$0] }
    guard (0..<2).allSatisfy({ q[$0].isSurely(k[$0]) && q[$0].isSurely(v[$0]) }) else { return nil }
    // A mask that extends the scores is none of Attention's.
    guard mask == nil || zip(q.prefix(3) + [k[2]], dims).allSatisfy({ $0.isSurely($1) }) else {
      return nil
    }
    return AttentionMatch(
      queries: scores.queries, keySource: scores.keySource, keyOrder: scores.keyOrder,
      keyType: TensorType(source.dtype, k), values: values, mask: mask, scale: scores.scale,
      nodes: scores.nodes.union(guarded.nodes).union([last, softmax]))
  }

  /// The weights where the mask shows any key, the standard's function giving zeros elsewhere.
  private func unguarded(
    _ id: ValueID
  ) -> (weights: ValueID, mask: ValueID?, nodes: Set<Int>) {
    guard let choice = maker(of: id, .where), scalar(self[choice].input(1)) == 0,
      let weights = self[choice].input(2), let equal = maker(of: self[choice].input(0), .equal)
    else { return (id, nil, []) }
    for (peak, hidden) in operandOrders(equal) where scalar(hidden) == -.infinity {
      guard let peak = reduction(.reduceMax, making: peak), let rank = type(peak.input)?.rank,
        peak.axes == [rank - 1]
      else { continue }
      return (weights, peak.input, [choice, equal, peak.node])
    }
    return (id, nil, [])
  }

  /// The scores and the mask that is added to them.
  private func biasedScores(
    _ id: ValueID, _ dims: [Dimension]
  ) -> (ScoresMatch, mask: ValueID?)? {
    if let scores = scores(id) { return (scores, nil) }
    guard let add = maker(of: id, .add), isPrivate(id) else { return nil }
    for (product, mask) in operandOrders(add) {
      guard var scores = scores(product), masks(mask, dims) else { continue }
      scores.nodes.insert(add)
      return (scores, mask)
    }
    return nil
  }

  /// Whether a mask broadcasts to scores of these extents and says something of every key: keys
  /// after a mask's last are hidden, so its last axis does not broadcast.
  private func masks(_ mask: ValueID, _ scores: [Dimension]) -> Bool {
    guard let dims = type(mask)?.dims, (2...4).contains(dims.count), let last = dims.last,
      last.isSurely(scores[3])
    else { return false }
    return zip(dims.dropLast().reversed(), scores.dropLast().reversed())
      .allSatisfy { $0 == 1 || $0.isSurely($1) }
  }

  /// The product of queries and transposed keys that a value is, with its scale.
  private func scores(_ id: ValueID) -> ScoresMatch? {
    let whole = unscaled(id)
    guard isPrivate(whole.value), let product = maker(of: whole.value, .matMul),
      let left = self[product].input(0), let right = self[product].input(1)
    else { return nil }
    let queries = unscaled(left)
    let columns = unscaled(right)
    guard isPrivate(columns.value), let transpose = maker(of: columns.value, .transpose),
      let order = order(transpose), order.count == 4, let source = self[transpose].input(0)
    else { return nil }
    let keys = unscaled(source)
    return ScoresMatch(
      queries: queries.value, keySource: keys.value,
      keyOrder: [order[0], order[1], order[3], order[2]],
      scale: whole.scale * queries.scale * columns.scale * keys.scale,
      nodes: whole.nodes.union(queries.nodes).union(columns.nodes).union(keys.nodes)
        .union([product, transpose]))
  }

  /// What a value is a multiple of, where nobody else reads the multiple.
  private func unscaled(_ id: ValueID) -> (value: ValueID, scale: Double, nodes: Set<Int>) {
    guard isPrivate(id) else { return (id, 1, []) }
    let product = product(id)
    guard product.factors.count == 1, let rank = type(id)?.rank,
      type(product.factors[0])?.rank == rank
    else { return (id, 1, []) }
    return (product.factors[0], product.constant, product.nodes)
  }

  /// The keys, transposed anew where they are not what the nodes transpose.
  fileprivate func keys(
    of match: AttentionMatch, named name: String, in rewrite: inout Rewrite,
    _ edit: inout Rewrite.Edit
  ) -> ValueID? {
    if match.keyOrder.isAscending { return match.keySource }
    let keys = rewrite.newValue(.tensor(match.keyType))
    guard
      let transpose = making(
        .transpose, named: "\(name)/keys", inputs: [match.keySource], outputs: [keys],
        attributes: ["perm": .ints(match.keyOrder)])
    else { return nil }
    edit.inserts.append(transpose)
    return keys
  }
}

extension Dimension {
  /// Whether both are the same extent: a number, or one name.
  fileprivate func isSurely(_ other: Dimension) -> Bool { self == other && self != .unknown }
}
