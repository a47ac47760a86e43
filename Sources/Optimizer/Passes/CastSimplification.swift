package import Graphs
import Operators
import Tensors

/// Removes casts to the type that the input has, and the first of two where it loses nothing.
///
/// NaN stays NaN; its payload, which no conversion is bound to keep, may differ.
package struct CastSimplification: Pass {
  package let name = "casts"
  package let summary = "Remove casts that change nothing, and those before a cast that undoes them"
  package let effect = Effect.exact

  package init() {}

  @concurrent package func rewrite(_ graph: Graph) async throws(PassError) -> Rewrite {
    let index = GraphIndex(graph)
    var rewrite = Rewrite()
    for (number, node) in graph.nodes.enumerated() where node.isOne(of: .cast, .castLike) {
      guard let source = node.input(0), let target = index.dtype(node.outputs.first ?? nil) else {
        continue
      }
      if index.dtype(source) == target {
        rewrite.bypass(number, in: index, "its input is of \(target.name) already")
      } else if node.isOne(of: .cast), let before = index.maker(of: source, .cast) {
        skip(before, from: number, to: target, in: index, &rewrite)
      }
    }
    return rewrite
  }

  private func skip(
    _ before: Int, from number: Int, to target: DType, in index: GraphIndex,
    _ rewrite: inout Rewrite
  ) {
    let (node, first) = (index[number], index[before])
    guard let source = first.input(0), let own = index.dtype(source),
      let middle = index.dtype(node.input(0)), own.castsThrough(middle, to: target)
    else { return }
    let reason = "\(first.label) from \(own.name) to \(middle.name) loses nothing"
    if own == target {
      rewrite.replace(number, behind: [before], by: source, in: index, reason)
    } else if node.revision?.types["T1"]?.tensors.contains(own) ?? false {
      var changed = node
      changed.inputs[0] = source
      rewrite.replace(number, behind: [before], by: changed, in: index, reason)
    }
  }
}
