package import Graphs
import Operators
import Tensors

/// Removes operators that give the shape and the elements that they are given, and makes one Reshape
/// of two operators that only change the shape.
///
/// What is known of shapes is what constants and the operators themselves tell.
package struct ShapeOperatorSimplification: Pass {
  package let name = "shape-operators"
  package let summary = "Remove shape operators that change nothing, and merge those in a row"
  package let effect = Effect.exact

  package init() {}

  @concurrent package func rewrite(_ graph: Graph) async throws(PassError) -> Rewrite {
    let index = GraphIndex(graph)
    var rewrite = Rewrite()
    for (number, node) in graph.nodes.enumerated() {
      if index.changesNothing(node) {
        rewrite.bypass(number, in: index, "it gives what it is given")
      } else if node.traits.contains(.reshaping), let before = index.maker(of: node.input(0)),
        index[before].traits.contains(.reshaping)
      {
        merge(number, with: before, in: index, &rewrite)
      }
    }
    return rewrite
  }

  private func merge(
    _ number: Int, with before: Int, in index: GraphIndex, _ rewrite: inout Rewrite
  ) {
    let (node, first) = (index[number], index[before])
    guard let source = first.input(0), rewrite.isFree(number, before) else { return }
    if index.undoes(node, first),
      rewrite.replace(
        number, behind: [before], by: source, in: index, "\(node.label) undoes \(first.label)")
    {
      return
    }
    // A reshaping that others read, too, stays, so nothing would be saved.
    guard index.isPrivate(first.outputs.first ?? nil) else { return }
    let reason = "\(node.label) and \(first.label) become one Reshape"
    if let extents = index.extents(of: node, after: first) {
      var edit = Rewrite.Edit(reason)
      let shape = rewrite.newConstant(Tensor(vector: extents.map { Int64($0) }), in: &edit)
      guard
        let reshape = index.making(
          .reshape, since: 5, named: node.name, inputs: [source, shape], outputs: node.outputs)
      else { return }
      edit.removes = [number, before]
      edit.inserts = [reshape]
      rewrite.add(edit)
    } else if index.asksForItsOwnShape(node) {
      var changed = node
      changed.inputs[0] = source
      rewrite.replace(number, behind: [before], by: changed, in: index, reason)
    }
  }
}

extension GraphIndex {
  /// Whether a node's only output is its first input.
  fileprivate func changesNothing(_ node: Node) -> Bool {
    guard node.input(0) != nil, !node.hasFurtherOutputs else { return false }
    if node.traits.contains(.reshaping) { return keepsExtents(node) }
    switch node.kind {
    case .expand, .tile: return keepsExtents(node)
    case .slice: return walksForwards(node) && keepsExtents(node)
    case .pad: return padsNothing(node)
    case .concat: return node.inputs.count == 1
    case .split: return splitsNothing(node)
    default: return false
    }
  }

  /// Whether a Slice's steps are known to be positive.
  private func walksForwards(_ node: Node) -> Bool {
    guard node.input(4) != nil else { return true }
    return integers(node.input(4))?.allSatisfy { $0 > 0 } ?? false
  }

  /// Whether a Pad's pads are known to be 0. Pads of 1 and -1 keep the extents and move elements.
  private func padsNothing(_ node: Node) -> Bool {
    let pads =
      node.attribute("pads", as: [Int].self) ?? node.attribute("paddings")
      ?? integers(node.input(1))
    return pads?.allSatisfy { $0 == 0 } ?? false
  }

  /// Whether a Split has one part.
  private func splitsNothing(_ node: Node) -> Bool {
    guard node.outputs.count == 1, node.attribute("num_outputs") ?? 1 == 1 else { return false }
    if let lengths = node.attribute("split", as: [Int].self) { return lengths.count == 1 }
    return node.input(1) == nil || integers(node.input(1))?.count == 1
  }

  /// Whether one reshaping gives what another was given.
  fileprivate func undoes(_ node: Node, _ first: Node) -> Bool {
    if Set([first.kind, node.kind]) == [.squeeze, .unsqueeze] {
      // Both count their axes in the tensor that has them.
      if let own = axes(node), let others = axes(first), Set(own) == Set(others) { return true }
    }
    guard let data = distinctType(first.input(0)), let dims = data.dims else { return false }
    return extents(of: node, after: first, from: data) == dims
  }

  private func axes(_ node: Node) -> [Int]? {
    node.attribute("axes", as: [Int].self) ?? integers(node.input(1))
  }

  /// The extents after two reshapings, those of `data` under its names.
  private func extents(
    of node: Node, after first: Node, from data: TensorType
  ) -> [Dimension]? {
    guard var middle = inferred(first, from: data) else { return nil }
    middle.dims = middle.dims?.enumerated().map { axis, extent in
      extent == .unknown ? .symbol("axis \(axis) between") : extent
    }
    guard let dims = inferred(node, from: middle)?.dims else { return nil }
    guard let known = provedType(node.outputs.first ?? nil)?.dims, known.count == dims.count else {
      return dims
    }
    return zip(dims, known).map { $0.value == nil && $1.value != nil ? $1 : $0 }
  }

  /// The shape that a Reshape of the first reshaping's input asks for to give what both give; `nil`
  /// where a shape can't say it.
  fileprivate func extents(of node: Node, after first: Node) -> [Int]? {
    guard let data = distinctType(first.input(0)),
      let dims = extents(of: node, after: first, from: data)
    else { return nil }
    var asked: [Int] = []
    for (axis, extent) in dims.enumerated() {
      if let value = extent.value {
        // A 0 copies, so no shape says that an axis is empty and leaves another open.
        guard value > 0 else { return nil }
        asked.append(value)
      } else if let copied = data.dims, axis < copied.count, copied[axis] == extent {
        asked.append(0)
      } else {
        asked.append(-1)
      }
    }
    return asked.count { $0 == -1 } <= 1 ? asked : nil
  }

  /// Whether a Reshape's result depends on its input's elements and their number alone.
  fileprivate func asksForItsOwnShape(_ node: Node) -> Bool {
    guard node.isOne(of: .reshape) else { return false }
    if node.attribute("allowzero") == 1 { return true }
    let shape = node.attribute("shape", as: [Int].self) ?? integers(node.input(1))
    return shape?.allSatisfy { $0 != 0 } ?? false
  }
}
