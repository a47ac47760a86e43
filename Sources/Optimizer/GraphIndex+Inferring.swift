import Graphs
import Tensors

extension GraphIndex {
  /// A value's type, each extent that is not known being a symbol of its own: where two such types
  /// are equal, the operators between them prove it, whatever the model calls its extents.
  func distinctType(_ id: ValueID?) -> TensorType? {
    guard var type = type(id), let id else { return nil }
    let isProved = !graph.assumed.contains(id)
    type.dims = type.dims?.enumerated().map { axis, extent in
      extent.value == nil || !isProved ? .symbol("axis \(axis)") : extent
    }
    return type
  }

  /// The type of a node's first output for a first input of this type, by the operator and the
  /// constants among its other inputs alone.
  func inferred(_ node: Node, from data: TensorType) -> TensorType? {
    var types = node.inputs.map { id in id.map { graph.types[$0] ?? .unknown } }
    guard !types.isEmpty else { return nil }
    types[0] = .tensor(data)
    var known = node.inputs.map { constant($0).map { Value.tensor($0) } }
    known[0] = nil
    let inference = Inference(types: types, known: known, outputCount: node.outputs.count)
    return (try? node.operation.infer(inference))?.first?.tensor
  }

  /// Whether a node's first output has its first input's extents.
  func keepsExtents(_ node: Node) -> Bool {
    guard let data = distinctType(node.input(0)), data.dims != nil else { return false }
    if inferred(node, from: data) == data { return true }
    guard let shape = provedType(node.outputs.first ?? nil)?.shape else { return false }
    return shape == provedType(node.input(0))?.shape
  }

  /// The integers of a constant.
  func integers(_ id: ValueID?) -> [Int]? { constant(id)?.integers }
}
