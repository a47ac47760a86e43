package import Graphs
import Operators
import Tensors

/// Makes a bias of what is added to each channel of a convolution without one.
///
/// A bias is added to the rounded sum, as the Add does it, so float32 and double keep every bit;
/// smaller floats round between the two nodes, and stay.
package struct BiasFusion: Pass {
  package let name = "conv-bias"
  package let summary = "Make a bias of what an Add gives each channel of a Conv"
  package let effect = Effect.exact

  package init() {}

  @concurrent package func rewrite(_ graph: Graph) async throws(PassError) -> Rewrite {
    let index = GraphIndex(graph)
    var rewrite = Rewrite()
    for (sum, base, addend) in index.additions(to: [.conv, .convTranspose])
    where rewrite.isFree(sum, base) {
      guard let bias = index.bias(addend, of: index[base]) else { continue }
      var edit = Rewrite.Edit("\(index[sum].label) is the bias of \(index[base].label)")
      edit.removes = [base, sum]
      var fused = index[base]
      fused.inputs = [fused.inputs[0], fused.inputs[1], rewrite.newConstant(bias, in: &edit)]
      fused.outputs = index[sum].outputs
      edit.inserts = [fused]
      rewrite.add(edit)
    }
    return rewrite
  }
}

extension GraphIndex {
  /// The addend as a vector of the convolution's channels.
  fileprivate func bias(_ addend: ValueID?, of conv: Node) -> Tensor? {
    guard conv.inputs.count == 2 || (conv.inputs.count == 3 && conv.inputs[2] == nil),
      let output = conv.outputs.first ?? nil, let y = type(output)?.dims, y.count >= 3,
      let channels = y[1].value, let tensor = constant(addend),
      [.float, .double].contains(tensor.dtype), tensor.count == channels
    else { return nil }
    let dims = Array(repeating: 1, count: max(0, y.count - tensor.rank)) + tensor.shape.dims
    guard dims.count == y.count, dims[1] == channels,
      dims.enumerated().allSatisfy({ $0 == 1 || $1 == 1 })
    else { return nil }
    return try? tensor.reshaped(to: [channels])
  }
}
