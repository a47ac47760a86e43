package import Graphs
import Operators
import Tensors

/// Makes one node of a convolution, product or addition and the activation after it.
///
/// The activation sees the same rounded results, so float32 and double keep every bit. A model file
/// has no such node: it is written as the two that it was.
package struct ActivationFusion: Pass {
  package let name = "activation"
  package let summary =
    "Apply an activation where the Conv, Gemm, MatMul or Add before it stores results"
  package let effect = Effect.exact

  package init() {}

  @concurrent package func rewrite(_ graph: Graph) async throws(PassError) -> Rewrite {
    let index = GraphIndex(graph)
    var rewrite = Rewrite()
    for (number, node) in graph.nodes.enumerated() where node.traits.contains(.activation) {
      guard let base = index.maker(of: node.inputs[0]),
        index[base].traits.contains(.takesActivation), index.isPrivate(node.inputs[0]),
        rewrite.isFree(number, base),
        let dtype = index.dtype(node.inputs[0]), [.float, .double].contains(dtype),
        let fused = index[base].followed(by: node)
      else { continue }
      var edit = Rewrite.Edit("\(node.label) is applied where \(index[base].label) stores")
      edit.removes = [base, number]
      edit.inserts = [fused]
      rewrite.add(edit)
    }
    return rewrite
  }
}
