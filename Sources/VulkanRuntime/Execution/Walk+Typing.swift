import Graphs
import Runtimes
import Tensors

extension Walk {
  /// What a node's outputs are, once every value that decides it is known. Extents that the node's
  /// own work finds stay open.
  func outputTypes(_ node: Node, _ inputs: [Item?]) throws(RuntimeError) -> [ValueType] {
    if let reason = node.revision?.objection(to: inputs.map { $0?.type }) {
      throw .node(NodeError(node, reason))
    }
    while true {
      let inference = Inference(
        types: inputs.map { $0?.type }, known: inputs.map { $0?.known },
        outputCount: node.outputs.count)
      do throws(OperatorError) {
        let types = try node.operation.infer(inference)
        if type(of: node.operation).findsExtents || types.allSatisfy(\.isConcrete) { return types }
      } catch {
        guard case .unknownValue(let position) = error, try learn(inputs, position) else {
          throw .node(NodeError(node, error))
        }
        continue
      }
      // The values that decide a shape come last: a host node would read them all anyway.
      let candidates = inputs.indices.reversed().filter { position in
        inputs[position].map { !$0.isKnown && $0.isSmall } ?? false
      }
      guard let position = candidates.first, try learn(inputs, position) else { return [] }
    }
  }

  /// Makes an input's value known; `false` where it was known already.
  func learn(_ inputs: [Item?], _ position: Int) throws(RuntimeError) -> Bool {
    guard inputs.indices.contains(position), let item = inputs[position], !item.isKnown else {
      return false
    }
    _ = try host(item)
    item.isKnown = true
    return true
  }

  func lower(
    _ node: Node, _ inputs: [Item?], seed: UInt64
  ) throws(RuntimeError) -> (Lowering, [ValueType]) {
    if let kind = inputs.compactMap({ $0 }).first(where: { $0.tensor == nil }) {
      return (.host(.byNature(kind.type.plural)), [])
    }
    while true {
      let types = try outputTypes(node, inputs)
      if types.isEmpty, !node.outputs.isEmpty { return (.host(.dataDependent), []) }
      if let other = types.first(where: { !$0.fitsDevice }) {
        return (.host(.byNature(other.plural)), types)
      }
      let inference = Inference(
        types: inputs.map { $0?.type }, known: inputs.map { $0?.known },
        outputCount: node.outputs.count)
      let request = LoweringRequest(
        inputs: inference.types, known: inference.known, outputs: types,
        wanted: node.outputs.map { $0 != nil },
        device: state.traits(of: engine.device.profile), seed: seed)
      do throws(OperatorError) {
        try engine.runner.budget.ask(types)
        if let values = try node.operation.knownOutputs(inference) {
          return (.values(values), types)
        }
        let lowering = try node.operation.lower(request)
        try engine.runner.budget.ask(types, work: lowering.scratch)
        return (lowering, types)
      } catch {
        guard case .unknownValue(let position) = error, try learn(inputs, position) else {
          throw .node(NodeError(node, error))
        }
      }
    }
  }
}

extension Lowering {
  /// The memory of scratch tensors.
  fileprivate var scratch: ByteCount {
    let types: [TensorType] =
      switch self {
      case .dispatches(_, let scratch): scratch
      case .counted(let work): work.scratch
      case .views, .values, .expansion, .host: []
      }
    return types.reduce(.zero) { $0 + ByteCount($1.byteCount ?? .max) }
  }
}
