package import Graphs
import Operators
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
    for (number, node) in graph.nodes.enumerated() {
      switch node.kind {
      case .transpose: simplify(number, in: index, &rewrite)
      case .matMul: becomeGemm(number, in: index, &rewrite)
      case .gemm: readOtherwise(number, in: index, &rewrite)
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
    guard let before = index.maker(of: node.input(0), .transpose),
      let source = index[before].input(0), let composed = index.order(number, after: before)
    else { return meet(number, in: index, &rewrite) }
    let reason = "\(node.label) undoes or continues \(index[before].label)"
    guard composed.isAscending else {
      rewrite.replace(
        number, behind: [before],
        by: index.making(
          .transpose, named: node.name, inputs: [source], outputs: node.outputs,
          attributes: ["perm": .ints(composed)]), in: index, reason)
      return
    }
    let isReplaced = rewrite.replace(number, behind: [before], by: source, in: index, reason)
    if !isReplaced, let result = node.outputs.first ?? nil, !index.canReplace(result, by: source) {
      rewrite.replace(
        number, behind: [before],
        by: index.making(
          .identity, named: node.name, inputs: [source], outputs: node.outputs), in: index, reason)
    }
  }

  /// Moves a Transpose in front of the elementwise nodes before it, where another Transpose stands
  /// before those and both become one or none.
  private func meet(_ number: Int, in index: GraphIndex, _ rewrite: inout Rewrite) {
    guard let found = index.transposeBeforeElementwise(number), let order = index.order(number),
      let composed = index.order(number, after: found.transpose),
      let source = index[found.transpose].input(0),
      rewrite.isFree([number, found.transpose] + found.between.map(\.number))
    else { return }
    let isAlone = index.isPrivate(index[found.transpose].outputs.first ?? nil)
    guard composed.isAscending || isAlone else { return }
    var edit = Rewrite.Edit(
      "\(index[number].label) meets \(index[found.transpose].label) in front of "
        + "\(found.between.count) elementwise nodes")
    edit.removes = Set([number] + found.between.map(\.number))
    if isAlone { edit.removes.insert(found.transpose) }
    var last: ValueID? = source
    if !composed.isAscending {
      guard let type = index.type(source) else { return }
      last = rewrite.newValue(.tensor(type.reordered(composed)))
      guard
        let transpose = index.making(
          .transpose, named: index[number].name, inputs: [source], outputs: [last],
          attributes: ["perm": .ints(composed)])
      else { return }
      edit.inserts.append(transpose)
    }
    for (step, element) in found.between.enumerated() {
      var node = index[element.number]
      guard let moved = element.reordered(order), let type = index.type(node.outputs[0]) else {
        return
      }
      for (position, input) in node.inputs.enumerated() where input == element.data {
        node.inputs[position] = last
      }
      for (position, tensor) in moved {
        node.inputs[position] = rewrite.newConstant(tensor, in: &edit)
      }
      let isLast = step == found.between.count - 1
      last = isLast ? index[number].outputs[0] : rewrite.newValue(.tensor(type.reordered(order)))
      node.outputs = [last]
      edit.inserts.append(node)
    }
    rewrite.add(edit, relyingOn: [found.transpose])
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
        .gemm, since: 11, named: node.name, inputs: operands.map(\.source), outputs: node.outputs,
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

  /// The Transpose before the elementwise nodes before a Transpose, and those nodes in order.
  fileprivate func transposeBeforeElementwise(
    _ number: Int
  ) -> (transpose: Int, between: [ElementwiseNode])? {
    var between: [ElementwiseNode] = []
    var id = self[number].input(0)
    while let value = id, let node = elementwise(value) {
      between.append(node)
      id = node.data
    }
    guard !between.isEmpty, let transpose = maker(of: id, .transpose) else { return nil }
    return (transpose, between.reversed())
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
    guard let dims = provedType(id)?.dims, dims.count == order.count else { return false }
    return order.filter { dims[$0] != 1 }.isAscending
      && order.enumerated().allSatisfy { $0 == $1 || (dims[$0] == 1 && dims[$1] == 1) }
  }

  /// What a Transpose of a matrix reads, and the Transpose; the value itself where none makes it.
  fileprivate func matrix(_ id: ValueID?) -> (source: ValueID?, transpose: Int?) {
    guard let maker = maker(of: id, .transpose), order(maker) == [1, 0] else { return (id, nil) }
    return (self[maker].input(0), maker)
  }
}

extension TensorType {
  fileprivate func reordered(_ order: [Int]) -> TensorType {
    TensorType(
      dtype, dims.flatMap { dims in dims.count == order.count ? order.map { dims[$0] } : nil })
  }
}

extension [Int] {
  var isAscending: Bool { zip(self, dropFirst()).allSatisfy { $0 < $1 } }
}
