package import Graphs
import Operators
import Tensors

/// Finds Softmax in `e / ReduceSum(e)`, `e = Exp(X - ReduceMax(X))`, along one axis.
///
/// Without the greatest element taken off, the nodes overflow where Softmax does not, so they stay.
package struct SoftmaxFusion: Pass {
  package let name = "softmax"
  package let summary = "Make Softmax of the nodes that compute it"
  package let effect = Effect.bounded(
    "Softmax sums the powers of a row in their order, which may differ from ReduceSum's in rounding"
  )

  package init() {}

  @concurrent package func rewrite(_ graph: Graph) async throws(PassError) -> Rewrite {
    let index = GraphIndex(graph)
    var rewrite = Rewrite()
    for (number, node) in graph.nodes.enumerated() where node.isOne(of: .div) {
      guard let (power, divisor) = index.operands(number),
        let sum = index.reduction(.reduceSum, making: divisor), sum.input == power,
        let exp = index.maker(of: power, .exp),
        let difference = index.maker(of: index[exp].input(0), .sub),
        let (input, peak) = index.operands(difference),
        let max = index.reduction(.reduceMax, making: peak), max.input == input,
        max.axes == sum.axes, max.axes.count == 1, index.dtype(input)?.isComputedFloat ?? false
      else { continue }
      rewrite.fuse(
        [number, sum.node, exp, difference, max.node],
        into: index.making(
          .softmax, since: 13, named: node.name, inputs: [input], outputs: node.outputs,
          attributes: ["axis": .int(Int64(max.axes[0]))]), in: index,
        Rewrite.Edit("5 nodes up to \(node.label) compute Softmax"))
    }
    return rewrite
  }
}
