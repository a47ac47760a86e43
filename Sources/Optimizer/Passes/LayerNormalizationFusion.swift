package import Graphs
import Operators
import Tensors

/// Finds LayerNormalization in the nodes that exporters write for it.
///
/// `(X - mean) / √(mean((X - mean)²) + epsilon) · Scale + B`, the means over the last axes.
package struct LayerNormalizationFusion: Pass {
  package let name = "layer-normalization"
  package let summary = "Make LayerNormalization of the nodes that compute it"
  package let effect = Effect.bounded(
    "LayerNormalization multiplies with the deviation's reciprocal, sums in its own order, and does"
      + " not round what lies between to 16 bits")

  package init() {}

  @concurrent package func rewrite(_ graph: Graph) async throws(PassError) -> Rewrite {
    let index = GraphIndex(graph)
    var rewrite = Rewrite()
    for (number, node) in graph.nodes.enumerated() where node.isOne(of: .div, .mul) {
      guard let core = index.standardization(number) else { continue }
      fuse(core, endingWith: number, in: index, &rewrite)
    }
    return rewrite
  }

  private func fuse(
    _ core: StandardizationMatch, endingWith number: Int, in index: GraphIndex,
    _ rewrite: inout Rewrite
  ) {
    var nodes = core.nodes
    var last = number
    func follow(_ kind: OperatorKind) -> ValueID? {
      guard let next = index.operand(after: last, kind, shape: core.shape) else { return nil }
      nodes.insert(next.node)
      last = next.node
      return next.operand
    }
    let scale = follow(.mul)
    let bias = follow(.add)
    var edit = Rewrite.Edit(
      "\(nodes.count) nodes up to \(index[last].label) compute LayerNormalization")
    guard rewrite.isFree(nodes),
      index.isClosed(nodes, giving: index[last].outputs.first ?? nil),
      let factor = scale
        ?? Tensor.ones(core.shape, core.dtype).map({ rewrite.newConstant($0, in: &edit) })
    else { return }
    rewrite.fuse(
      nodes,
      into: index.making(
        .layerNormalization, since: 17, named: index[last].name,
        inputs: [core.input, factor] + (bias.map { [$0] } ?? []), outputs: index[last].outputs,
        attributes: [
          "axis": .int(Int64(core.axis)), "epsilon": .float(core.epsilon), "stash_type": .int(1),
        ]), in: index, edit)
  }
}

/// `(x - mean) / √(variance + epsilon)`, as it was found.
private struct StandardizationMatch {
  let input: ValueID
  let dtype: DType
  /// The first axis that is folded.
  let axis: Int
  /// The extents from there on.
  let shape: Shape
  let epsilon: Float
  let nodes: Set<Int>
}

extension GraphIndex {
  /// The standardisation that ends with a Div or a Mul.
  fileprivate func standardization(_ last: Int) -> StandardizationMatch? {
    for (distance, factor) in operandOrders(last) {
      if self[last].isOne(of: .div), distance != self[last].input(0) { continue }
      guard let deviation = self[last].isOne(of: .div) ? root(factor) : reciprocalRoot(factor),
        let centre = centred(distance),
        let variance = reduction(.reduceMean, making: deviation.variance),
        let square = maker(of: variance.input, .mul, .pow),
        let squared = squared(square), let other = centred(squared), other.input == centre.input,
        other.mean.node == centre.mean.node, variance.axes == centre.mean.axes,
        let type = type(centre.input), let dims = type.dims,
        [.float, .float16, .bfloat16].contains(type.dtype),
        variance.axes == Array(dims.count - variance.axes.count..<dims.count),
        let shape = TensorType(type.dtype, Array(dims.suffix(variance.axes.count))).shape,
        deviation.epsilon >= 0, Float(deviation.epsilon).isFinite
      else { continue }
      return StandardizationMatch(
        input: centre.input, dtype: type.dtype, axis: variance.axes[0], shape: shape,
        epsilon: Float(deviation.epsilon),
        nodes: deviation.nodes.union([
          last, centre.node, other.node, centre.mean.node, variance.node, square,
        ]))
    }
    return nil
  }

  /// `x - mean(x)`.
  private func centred(
    _ id: ValueID
  ) -> (input: ValueID, mean: KeptReduction, node: Int)? {
    guard let node = maker(of: id, .sub), let (input, subtrahend) = operands(node),
      let mean = reduction(.reduceMean, making: subtrahend), mean.input == input
    else { return nil }
    return (input, mean, node)
  }

  private func squared(_ number: Int) -> ValueID? {
    guard let (a, b) = operands(number) else { return nil }
    return self[number].isOne(of: .mul) ? (a == b ? a : nil) : (scalar(b) == 2 ? a : nil)
  }

  private typealias Root = (variance: ValueID, epsilon: Double, nodes: Set<Int>)

  /// `√(variance + epsilon)`.
  private func root(_ id: ValueID?, power: Double = 0.5) -> Root? {
    guard let number = maker(of: id, .sqrt, .pow), let sum = self[number].input(0),
      let add = maker(of: sum, .add)
    else { return nil }
    if self[number].isOne(of: .pow) {
      guard let (_, exponent) = operands(number), scalar(exponent) == power else { return nil }
    } else if power != 0.5 {
      return nil
    }
    for (variance, epsilon) in operandOrders(add) {
      if let epsilon = scalar(epsilon) { return (variance, epsilon, [number, add]) }
    }
    return nil
  }

  /// `1 / √(variance + epsilon)`.
  private func reciprocalRoot(_ id: ValueID) -> Root? {
    if let root = root(id, power: -0.5) { return root }
    guard let number = maker(of: id, .reciprocal, .div) else { return nil }
    var divisor = self[number].input(0)
    if self[number].isOne(of: .div) {
      guard let (one, other) = operands(number), scalar(one) == 1 else { return nil }
      divisor = other
    }
    guard let root = root(divisor) else { return nil }
    return (root.variance, root.epsilon, root.nodes.union([number]))
  }

  /// The other operand, of exactly this shape, of the only reader of a node's output.
  fileprivate func operand(
    after number: Int, _ kind: OperatorKind, shape wanted: Shape
  ) -> (operand: ValueID, node: Int)? {
    guard let value = self[number].outputs.first ?? nil, isPrivate(value),
      let reader = readers(of: value).first, self[reader].isOne(of: kind)
    else { return nil }
    for (a, b) in operandOrders(reader) where a == value && b != value {
      if shape(b) == wanted { return (b, reader) }
    }
    return nil
  }
}

extension Tensor {
  /// Ones of a float type; `nil` for what is no tensor.
  fileprivate static func ones(_ shape: Shape, _ dtype: DType) -> Tensor? {
    guard let count = shape.checkedCount else { return nil }
    return try? Tensor(
      narrowing: .float(Buffer(repeating: 1, count: count)), to: dtype, shape: shape)
  }
}
