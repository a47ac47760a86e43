import Graphs
import Operators
import Tensors

extension GraphIndex {
  /// A node of `ai.onnx` under the revision that the model's version has or, where that does not
  /// take such inputs and attributes, under the next one that does.
  ///
  /// - Parameter first: the oldest version that will do.
  /// - Returns: `nil` where no revision does.
  func making(
    _ kind: OperatorKind, since first: Int = 1, named label: String, inputs: [ValueID?],
    outputs: [ValueID?], attributes: [String: AttributeValue] = [:]
  ) -> Node? {
    let opset = max(graph.opsets[""] ?? 1, first)
    let type = kind.type
    let present = type.schema.revision(at: opset).map { [$0] } ?? []
    let dtypes = inputs.map { dtype($0) }
    for revision in present + type.schema.history.filter({ $0.since > opset })
    where revision.takes(inputs, of: dtypes, attributes) {
      return try? Node(
        type, revision, named: label, inputs: inputs, outputs: outputs, attributes: attributes)
    }
    return nil
  }
}

extension OperatorSchema.Revision {
  /// Whether the revision has such inputs, of these element types as far as they are known, and
  /// such attributes.
  fileprivate func takes(
    _ ids: [ValueID?], of dtypes: [DType?], _ given: [String: AttributeValue]
  ) -> Bool {
    guard !isDeprecated, given.keys.allSatisfy({ name in attributes.contains { $0.name == name } })
    else { return false }
    for (position, formal) in inputs.enumerated() where formal.arity == .one {
      guard ids.indices.contains(position), ids[position] != nil else { return false }
    }
    for (position, dtype) in dtypes.enumerated() where ids[position] != nil {
      guard let formal = input(position) else { return false }
      if let dtype, let allowed = types[formal.type], !allowed.tensors.contains(dtype) {
        return false
      }
    }
    return true
  }
}
