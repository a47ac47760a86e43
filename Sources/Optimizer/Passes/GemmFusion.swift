package import Graphs
import Operators
import Tensors

/// Makes one Gemm of a product of two matrices and the addition after it.
///
/// Both round the sum of products before they add, so float32 and double keep every bit; smaller
/// floats round between the two nodes, and stay. Integers wrap alike.
package struct GemmFusion: Pass {
  package let name = "matmul-add"
  package let summary = "Make one Gemm of a MatMul of matrices (or a Gemm without C) and an Add"
  package let effect = Effect.exact

  package init() {}

  @concurrent package func rewrite(_ graph: Graph) async throws(PassError) -> Rewrite {
    let index = GraphIndex(graph)
    var rewrite = Rewrite()
    for (sum, base, addend) in index.additions(to: [.matMul, .gemm])
    where rewrite.isFree(sum, base) {
      guard let gemm = index.gemm(of: base, plus: addend, like: index[sum]) else { continue }
      var edit = Rewrite.Edit("\(index[base].label) and \(index[sum].label) are one Gemm")
      edit.removes = [base, sum]
      edit.inserts = [gemm]
      rewrite.add(edit)
    }
    return rewrite
  }
}

extension GraphIndex {
  /// The Gemm of a product's operands and `addend`; `nil` where it would mean something else.
  fileprivate func gemm(of product: Int, plus addend: ValueID?, like sum: Node) -> Node? {
    let node = self[product]
    guard let addend, let output = node.outputs.first ?? nil, let y = type(output)?.dims,
      y.count == 2, type(node.inputs[0])?.rank == 2, type(node.inputs[1])?.rank == 2,
      let dtype = dtype(output),
      [.float, .double, .int32, .int64, .uint32, .uint64].contains(dtype),
      let c = type(addend)?.dims, c.count <= 2,
      // C broadcasts to Y, and Y to nothing else.
      zip(c.reversed(), y.reversed()).allSatisfy({ $0 == 1 || ($0 == $1 && $0 != .unknown) })
    else { return nil }
    var attributes: [String: AttributeValue] = [:]
    if node.isOne(of: .gemm) {
      guard node.opset >= 11, node.inputs.count < 3 || node.inputs[2] == nil else { return nil }
      attributes = node.attributes
      // beta counts for C alone, which there was none of.
      attributes["beta"] = nil
      if case .float(let alpha) = attributes["alpha"], alpha != 1 { return nil }
    }
    return making(
      .gemm, since: dtype.isFloat ? 7 : 9, named: node.name,
      inputs: [node.inputs[0], node.inputs[1], addend], outputs: sum.outputs,
      attributes: attributes)
  }
}
