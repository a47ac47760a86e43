import Graphs
import Operators
import Runtimes
import Tensors

extension Walk {
  func execute(
    _ step: Step, in scope: Scope
  ) throws(RuntimeError) -> (place: NodePlacement.Place, dtype: String) {
    var inputs: [Item?] = []
    for (position, slot) in step.inputs.enumerated() {
      guard let slot else {
        inputs.append(nil)
        continue
      }
      guard let item = scope[slot] else {
        throw .node(NodeError(step.node, .missingInput(position)))
      }
      inputs.append(item)
    }
    let (outputs, place) = try outcome(of: step, inputs, in: scope)
    var dtype = inputs.lazy.compactMap { $0?.type.tensor?.dtype.name }.first
    for (slot, item) in zip(step.outputs, outputs) {
      guard let slot, let item else { continue }
      scope[slot] = item
      dtype = dtype ?? item.type.tensor?.dtype.name
    }
    return (place, dtype ?? "")
  }

  /// Runs a node, unless it is known what it makes of constants.
  private func outcome(
    of step: Step, _ inputs: [Item?], in scope: Scope
  ) throws(RuntimeError) -> ([Item?], NodePlacement.Place) {
    let node = step.node
    // A constant that is an input's default is none where a run gives the input.
    guard !isFolding, isFoldable(node, inputs, in: scope) else {
      return try outputs(of: step, inputs, in: scope)
    }
    if let outputs = foldedOutputs(node) { return (outputs, .device) }
    isFolding = true
    defer { isFolding = false }
    let (outputs, place) = try outputs(of: step, inputs, in: scope)
    if place == .device { keep(outputs, of: node) }
    return (outputs, place)
  }

  func outputs(
    of step: Step, _ inputs: [Item?], in scope: Scope
  ) throws(RuntimeError) -> ([Item?], NodePlacement.Place) {
    let node = step.node
    if let flow = step.operation as? any ControlFlow {
      if let reason = step.revision?.objection(to: inputs.map { $0?.type }) {
        throw .node(NodeError(node, reason))
      }
      return (try execute(flow, step, inputs, in: scope), .hostValue)
    }
    if isShapeArithmetic(node, inputs) { return (try evaluate(step, inputs), .hostValue) }
    let seed = node.seed(in: engine.options.seed)
    var (lowering, types) = try lower(node, inputs, seed: seed)
    let work: Binding? =
      switch lowering {
      case .dispatches(let dispatches, let scratch):
        try bind(dispatches, scratch, node, inputs, types, packs: scope.holdsModel)
      case .counted(let work): try bind(work, node, inputs)
      case .views, .values, .expansion, .host: nil
      }
    switch work {
    case .bound(let outputs): return (outputs, .device)
    case .lacks(let reason): lowering = .host(.device(reason))
    case nil: break
    }
    switch lowering {
    case .dispatches, .counted: return ([], .device)
    case .views(let sources):
      var outputs: [Item?] = []
      for (index, source) in sources.enumerated() where index < types.count {
        guard source < inputs.count, let input = inputs[source] else {
          throw .node(NodeError(node, .missingInput(source)))
        }
        outputs.append(try view(input, types[index], node))
      }
      return (outputs, .device)
    case .values(let values):
      let items = zip(values, node.outputs).map { value, id in
        if node.inputs.isEmpty, scope.holdsModel, let id { return state.constant(id, value) }
        let item = Item(host: value, isKnown: true)
        item.isShapeDerived = !node.inputs.isEmpty
        return item
      }
      return (items, .hostValue)
    case .expansion(let graph): return try expand(graph, inputs, node)
    case .host(let reason):
      let outputs = try evaluate(step, inputs)
      // A node without inputs is a constant: nothing leaves the device for it.
      return (outputs, node.inputs.isEmpty ? .hostValue : .host(reason))
    }
  }

  /// Whether a node only computes what shapes decide: its inputs are known before the run, small, and
  /// integers, or floats that follow from a shape.
  func isShapeArithmetic(_ node: Node, _ inputs: [Item?]) -> Bool {
    let items = inputs.compactMap { $0 }
    guard !items.isEmpty, node.operation.bodies.isEmpty else { return false }
    let followsFromShape = items.contains { $0.isShapeDerived }
    return items.allSatisfy { item in
      guard item.isKnown, item.device == nil || item.isShapeDerived || item.isConstant,
        item.isSmall, let dtype = item.type.tensor?.dtype
      else { return false }
      return dtype.isInteger || dtype == .bool || followsFromShape
    } && outputsAreSmallIntegers(node, inputs, orFloats: followsFromShape)
  }

  private func outputsAreSmallIntegers(_ node: Node, _ inputs: [Item?], orFloats: Bool) -> Bool {
    let inference = Inference(
      types: inputs.map { $0?.type }, known: inputs.map { $0?.known },
      outputCount: node.outputs.count)
    guard let types = try? node.operation.infer(inference) else { return false }
    // What small inputs' values decide is about as small as they are.
    let isBounded = type(of: node.operation).findsExtents
    return types.allSatisfy { type in
      guard let tensor = type.tensor else { return false }
      return tensor.shape.map { $0.count <= Item.smallCount } ?? isBounded
        && (tensor.dtype.isInteger || tensor.dtype == .bool || orFloats)
    }
  }
}
