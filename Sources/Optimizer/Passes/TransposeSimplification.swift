package import Graphs
import Tensors

/// Removes transpositions, or leaves them to the products that read them.
///
/// `Transpose(Transpose(X, p), q) = Transpose(X, p∘q)` with `(p∘q)[i] = p[q[i]]`; products of
/// matrices become Gemm, which reads its operands either way and sums in the same order.
package struct TransposeSimplification: Pass {
  package let name = "transposes"
  package let summary = "Compose and remove transpositions, and let Gemm do those of its operands"
  package let effect = Effect.exact

  package init() {}

  @concurrent package func rewrite(_ graph: Graph) async throws(PassError) -> Rewrite {
    let index = GraphIndex(graph)
    var rewrite = Rewrite()
    for (number, node) in graph.nodes.enumerated() where node.domain.isEmpty {
      switch node.operatorName {
      case "Transpose": simplify(number, in: index, &rewrite)
      case "MatMul": becomeGemm(number, in: index, &rewrite)
      case "Gemm": readOtherwise(number, in: index, &rewrite)
      default: continue
      }
    }
    return rewrite
  }

  private func simplify(_ number: Int, in index: GraphIndex, _ rewrite: inout Rewrite) {
    let node = index[number]
    if let order = index.order(number), index.movesNothing(order, node.input(0)) {
      rewrite.bypass(number, in: index, "it leaves the axes where they are")
      return
    }
    guard let before = index.maker(of: node.input(0), "Transpose"),
      let source = index[before].input(0), let composed = index.order(number, after: before)
    else { return }
    let reason = "\(node.label) undoes or continues \(index[before].label)"
    guard composed.isAscending else {
      rewrite.replace(
        number, behind: [before],
        by: index.making(
          "Transpose", named: node.name, inputs: [source], outputs: node.outputs,
          attributes: ["perm": .ints(composed)]), in: index, reason)
      return
    }
    let isReplaced = rewrite.replace(number, behind: [before], by: source, in: index, reason)
    if !isReplaced, let result = node.outputs.first ?? nil, !index.canReplace(result, by: source) {
      rewrite.replace(
        number, behind: [before],
        by: index.making(
          "Identity", named: node.name, inputs: [source], outputs: node.outputs), in: index, reason)
    }
  }

  private func becomeGemm(_ number: Int, in index: GraphIndex, _ rewrite: inout Rewrite) {
    let node = index[number]
    let operands = [0, 1].map { index.matrix(node.input($0)) }
    guard operands.allSatisfy({ index.type($0.source)?.rank == 2 }),
      operands.contains(where: { $0.transpose != nil })
    else { return }
    var attributes: [String: AttributeValue] = [:]
    if operands[0].transpose != nil { attributes["transA"] = .int(1) }
    if operands[1].transpose != nil { attributes["transB"] = .int(1) }
    rewrite.replace(
      number, behind: operands.compactMap(\.transpose),
      by: index.making(
        "Gemm", since: 11, named: node.name, inputs: operands.map(\.source), outputs: node.outputs,
        attributes: attributes), in: index,
      "\(node.label) becomes a Gemm that reads a matrix as it is before its Transpose")
  }

  private func readOtherwise(_ number: Int, in index: GraphIndex, _ rewrite: inout Rewrite) {
    let node = index[number]
    let operands = [0, 1].map { index.matrix(node.input($0)) }
    guard operands.contains(where: { $0.transpose != nil }) else { return }
    var attributes: [String: AttributeValue] = [:]
    for (name, operand) in zip(["transA", "transB"], operands) where operand.transpose != nil {
      attributes[name] = .int(node.attribute(name, as: Int.self) == 0 ? 1 : 0)
    }
    rewrite.replace(
      number, behind: operands.compactMap(\.transpose),
      by: node.replacing(
        inputs: operands.map(\.source) + node.inputs.dropFirst(2), attributes: attributes),
      in: index, "\(node.label) reads a matrix as it is before its Transpose")
  }
}

extension GraphIndex {
  /// The axes of a Transpose's input in the order of its output's; `nil` where it is not known.
  func order(_ transpose: Int) -> [Int]? {
    let node = self[transpose]
    guard let order = node.attribute("perm", as: [Int].self) else {
      return (type(node.input(0))?.rank).map { (0..<$0).reversed() }
    }
    let counted = order.map { $0 < 0 ? $0 + order.count : $0 }
    return Set(counted) == Set(0..<order.count) ? counted : nil
  }

  /// The order of two transpositions together.
  fileprivate func order(_ second: Int, after first: Int) -> [Int]? {
    guard let outer = order(second), let inner = order(first), outer.count == inner.count else {
      return nil
    }
    return outer.map { inner[$0] }
  }

  /// Whether a transposition keeps all elements in their order and all extents where they are.
  fileprivate func movesNothing(_ order: [Int], _ id: ValueID?) -> Bool {
    if order.isAscending { return true }
    guard let dims = type(id)?.dims, dims.count == order.count else { return false }
    return order.filter { dims[$0] != 1 }.isAscending
      && order.enumerated().allSatisfy { $0 == $1 || (dims[$0] == 1 && dims[$1] == 1) }
  }

  /// What a Transpose of a matrix reads, and the Transpose; the value itself where none makes it.
  fileprivate func matrix(_ id: ValueID?) -> (source: ValueID?, transpose: Int?) {
    guard let maker = maker(of: id, "Transpose"), order(maker) == [1, 0] else { return (id, nil) }
    return (self[maker].input(0), maker)
  }
}

extension [Int] {
  var isAscending: Bool { zip(self, dropFirst()).allSatisfy { $0 < $1 } }
}
