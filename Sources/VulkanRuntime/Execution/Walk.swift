import Graphs
import Interpreter
import Operators
import Runtimes
import Tensors

/// One run of a graph that records its work as it goes from node to node.
final class Walk {
  let engine: Engine
  let state: PreparedState
  let recorder: Recorder
  private(set) var placements: [NodePlacement] = []
  private(set) var inputRegions: [(position: Int, region: Region)] = []
  /// Graph inputs whose values the host acted on.
  private(set) var readInputs: [Int: Value] = [:]
  /// Whether another run with the same inputs' shapes does the same work.
  private(set) var isReplayable = true
  private(set) var tensorBytes = 0
  private var retained: [AnyObject] = []
  /// What the run wrote, where debug checks keep it.
  private var written: [Allocation] = []
  private var placed: Set<ValueID> = []

  init(_ engine: Engine, _ state: PreparedState) {
    self.engine = engine
    self.state = state
    recorder = Recorder(engine)
  }

  // MARK: - Graphs

  /// Runs the model's graph.
  func run(_ inputs: [Value?]) throws(RuntimeError) -> [Item] {
    let scope = Scope()
    let graph = state.graph
    for (id, value) in graph.constants { scope[id] = state.constant(id, value) }
    for (position, id) in graph.inputs.enumerated() {
      guard position < inputs.count, let value = inputs[position] else { continue }
      let item = Item(host: value, isKnown: false)
      item.input = position
      scope[id] = item
    }
    try walk(graph, lastReads: state.lastReads, in: scope, kind: .model)
    return try graph.outputs.map { id throws(RuntimeError) in
      guard let item = scope[id] else {
        throw .input("output '\(graph.names[id] ?? "\(id.index)")' has no value")
      }
      return item
    }
  }

  /// Runs a body of a control-flow node; values around it are in reach.
  func run(body: Graph, _ inputs: [Item?], around outer: Scope) throws(RuntimeError) -> [Item?] {
    let scope = Scope(outer: outer)
    for (id, value) in body.constants {
      scope[id] = scope.holdsModel ? state.constant(id, value) : Item(host: value, isKnown: true)
    }
    for (id, item) in zip(body.inputs, inputs) { scope[id] = item }
    try walk(body, lastReads: body.lastReads(), in: scope, kind: .body)
    return body.outputs.map { scope[$0] }
  }

  private enum GraphKind {
    case model, body, expansion
  }

  private func walk(
    _ graph: Graph, lastReads: [[ValueID]], in scope: Scope, kind: GraphKind
  ) throws(RuntimeError) {
    for (number, node) in graph.nodes.enumerated() {
      if Task.isCancelled { throw .cancelled }
      let place = try execute(node, number: number, in: scope)
      if kind != .expansion { recorder.mark(node.name, node.operatorName) }
      for id in lastReads[number] { scope.drop(id) }
      let placement = placement(node, place.place, place.dtype)
      if kind != .expansion, engine.options.requiresGPU, case .host(let reason) = place.place {
        if case .byNature = reason {} else { throw .placement(placement) }
      }
      if kind != .body
        || node.outputs.compactMap({ $0 }).contains(where: { placed.insert($0).inserted })
      {
        placements.append(placement)
      }
    }
  }

  private func placement(_ node: Node, _ place: NodePlacement.Place, _ dtype: String)
    -> NodePlacement
  {
    NodePlacement(node: node.name, operation: node.operatorName, dtype: dtype, place: place)
  }

  /// Runs the nodes that an operator is made of; its place is theirs.
  private func expand(
    _ graph: Graph, _ inputs: [Item?], _ node: Node
  ) throws(RuntimeError) -> ([Item?], NodePlacement.Place) {
    let scope = Scope(holdsModel: false)
    for (id, value) in graph.constants { scope[id] = Item(host: value, isKnown: true) }
    for (id, item) in zip(graph.inputs, inputs.compactMap({ $0 })) { scope[id] = item }
    let outside = placements
    placements = []
    try walk(graph, lastReads: graph.lastReads(), in: scope, kind: .expansion)
    let inside = placements.map(\.place)
    placements = outside
    let host = inside.first { if case .host = $0 { true } else { false } }
    let place = host ?? (inside.contains(.device) ? .device : .hostValue)
    return (graph.outputs.map { scope[$0] }, place)
  }

  // MARK: - Nodes

  private func execute(
    _ node: Node, number: Int, in scope: Scope
  ) throws(RuntimeError) -> (place: NodePlacement.Place, dtype: String) {
    var inputs: [Item?] = []
    for (position, id) in node.inputs.enumerated() {
      guard let id else {
        inputs.append(nil)
        continue
      }
      guard let item = scope[id] else { throw .node(NodeError(node, .missingInput(position))) }
      inputs.append(item)
    }
    let (outputs, place) = try outputs(of: node, number: number, inputs, in: scope)
    var dtype = inputs.lazy.compactMap { $0?.type.tensor?.dtype.name }.first
    for (id, item) in zip(node.outputs, outputs) {
      guard let id, let item else { continue }
      scope[id] = item
      dtype = dtype ?? item.type.tensor?.dtype.name
    }
    return (place, dtype ?? "")
  }

  private func outputs(
    of node: Node, number: Int, _ inputs: [Item?], in scope: Scope
  ) throws(RuntimeError) -> ([Item?], NodePlacement.Place) {
    if let flow = node.operation as? any ControlFlow {
      return (try execute(flow, node, inputs, in: scope), .hostValue)
    }
    if isShapeArithmetic(node, inputs) {
      return (try evaluate(node, number: number, inputs, in: scope), .hostValue)
    }
    let seed = engine.options.seed &* 0x9e37_79b9_7f4a_7c15 &+ UInt64(number)
    var (lowering, types) = try lower(node, inputs, seed: seed)
    if case .dispatches(let dispatches, let scratch) = lowering {
      let work = try bind(dispatches, scratch, node, inputs, types)
      switch work {
      case .bound(let outputs): return (outputs, .device)
      case .lacks(let reason): lowering = .host(.device(reason))
      }
    }
    switch lowering {
    case .dispatches: return ([], .device)
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
      let outputs = try evaluate(node, number: number, inputs, in: scope)
      // A node without inputs is a constant: nothing leaves the device for it.
      return (outputs, node.inputs.isEmpty ? .hostValue : .host(reason))
    }
  }

  /// Whether a node only computes what shapes decide: its inputs are known before the run, small, and
  /// integers, or floats that follow from a shape.
  private func isShapeArithmetic(_ node: Node, _ inputs: [Item?]) -> Bool {
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
    return types.allSatisfy { type in
      guard let tensor = type.tensor, let shape = tensor.shape else { return false }
      return shape.count <= Item.smallCount
        && (tensor.dtype.isInteger || tensor.dtype == .bool || orFloats)
    }
  }

  // MARK: - Types and lowering

  /// What a node's outputs are, once every value that decides it is known.
  private func outputTypes(_ node: Node, _ inputs: [Item?]) throws(RuntimeError) -> [ValueType] {
    while true {
      let inference = Inference(
        types: inputs.map { $0?.type }, known: inputs.map { $0?.known },
        outputCount: node.outputs.count)
      do throws(OperatorError) {
        let types = try node.operation.infer(inference)
        if types.allSatisfy(\.isConcrete) { return types }
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
  private func learn(_ inputs: [Item?], _ position: Int) throws(RuntimeError) -> Bool {
    guard inputs.indices.contains(position), let item = inputs[position], !item.isKnown else {
      return false
    }
    _ = try host(item)
    item.isKnown = true
    return true
  }

  private func lower(
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
      let request = LoweringRequest(
        inputs: inputs.map { $0?.type }, known: inputs.map { $0?.known }, outputs: types,
        wanted: node.outputs.map { $0 != nil }, device: engine.device.profile.traits, seed: seed)
      do throws(OperatorError) {
        return (try node.operation.lower(request), types)
      } catch {
        guard case .unknownValue(let position) = error, try learn(inputs, position) else {
          throw .node(NodeError(node, error))
        }
      }
    }
  }

  // MARK: - Values

  /// A value on the host. A segment ends where only the device has it.
  func host(_ item: Item) throws(RuntimeError) -> Value {
    if let value = item.host {
      if let position = item.input, !item.isKnown { note(position, value) }
      return value
    }
    guard let tensor = item.device else { throw .device("A value is neither on host nor device.") }
    try recorder.synchronize()
    isReplayable = false
    let value = Value.tensor(
      try engine.download(tensor.region, dtype: tensor.dtype, shape: tensor.shape))
    item.host = value
    return value
  }

  /// Makes an input's value part of the plan's key.
  private func note(_ position: Int, _ value: Value) {
    if let tensor = value.tensor, tensor.dtype != .string, tensor.count <= Item.smallCount {
      readInputs[position] = value
    } else {
      isReplayable = false
    }
  }

  /// A value on the device; `nil` where it has no place there.
  func device(_ item: Item) throws(RuntimeError) -> DeviceTensor? {
    if let tensor = item.device { return tensor }
    guard case .tensor(let tensor)? = item.host, tensor.dtype != .string else { return nil }
    let uploaded = try engine.upload(tensor)
    item.device = uploaded
    if !item.isConstant { retained.append(uploaded.allocation) }
    if let position = item.input { inputRegions.append((position, uploaded.region)) }
    return uploaded
  }

  /// Memory for a tensor that this run writes.
  func allocate(_ dtype: DType, _ shape: Shape) throws(RuntimeError) -> DeviceTensor {
    let byteCount = shape.count * dtype.byteWidth
    tensorBytes += byteCount
    let allocation = try engine.transient.allocate(byteCount)
    if !engine.options.debug.isDisjoint(with: [.noReuse, .canaries]) { written.append(allocation) }
    return DeviceTensor(allocation: allocation, dtype: dtype, shape: shape)
  }

  /// Keeps memory for as long as the recorded work may run.
  func retain(_ object: AnyObject) { retained.append(object) }

  /// The same bytes under another type.
  private func view(_ item: Item, _ type: ValueType, _ node: Node) throws(RuntimeError) -> Item {
    guard let source = try device(item), let target = type.tensor, let shape = target.shape,
      shape.count * target.dtype.byteWidth == source.byteCount
    else {
      throw .node(
        NodeError(node, .mismatch("an output of another size is described as a view of an input")))
    }
    return Item(
      device: DeviceTensor(
        allocation: source.allocation, offset: source.offset, dtype: target.dtype, shape: shape))
  }

  /// Evaluates a node on the host.
  private func evaluate(
    _ node: Node, number: Int, _ inputs: [Item?], in scope: Scope
  ) throws(RuntimeError) -> [Item?] {
    var values: [ValueID: Value] = [:]
    for (id, item) in zip(node.inputs, inputs) {
      if let id, let item { values[id] = try host(item) }
    }
    for id in node.operation.bodies.flatMap(\.captures) {
      if let item = scope[id] { values[id] = try host(item) }
    }
    let results: [Value?]
    do throws(NodeError) {
      results = try GraphEvaluator(precision: .native, seed: engine.options.seed)
        .evaluate(node, number: number, in: values)
    } catch {
      throw .node(error)
    }
    let isShapeDerived = inputs.contains { $0?.isShapeDerived == true }
    return results.map { value in
      value.map {
        let item = Item(host: $0, isKnown: true)
        item.isShapeDerived = isShapeDerived
        return item
      }
    }
  }

  // MARK: - Dispatches

  private enum Binding {
    case bound([Item?])
    case lacks(String)
  }

  private func bind(
    _ dispatches: [Dispatch], _ scratch: [TensorType], _ node: Node, _ inputs: [Item?],
    _ types: [ValueType]
  ) throws(RuntimeError) -> Binding {
    var tensors: [DeviceTensor?] = []
    for item in inputs {
      if let item { tensors.append(try device(item)) } else { tensors.append(nil) }
    }
    var binder = DispatchBinder(
      walk: self, node: node, inputs: tensors, outputs: types.compactMap(\.tensor),
      scratch: scratch)
    var ready: [BoundDispatch] = []
    for dispatch in dispatches where dispatch.invocationCount > 0 {
      switch try binder.bind(dispatch) {
      case .ready(let work): ready.append(work)
      case .lacks(let reason): return .lacks(reason)
      }
    }
    for work in ready { try recorder.dispatch(work) }
    let outputs = try binder.outputs(wanted: node.outputs.map { $0 != nil })
    return .bound(outputs.map { $0.map { Item(device: $0) } })
  }

  // MARK: - The end

  /// Submits what is left and reads the outputs. The run becomes a plan where it can be replayed.
  func finish(_ outputs: [Item], _ inputs: [Value?]) throws(RuntimeError) -> [Value] {
    let wasOneSegment = recorder.segmentCount == 0
    let (commands, timestamps) = try recorder.finish() ?? (nil, nil)
    if let commands { try engine.submit(commands) } else { try engine.transfers.flush() }
    try engine.checkCanaries(written)
    var values: [Value] = []
    var sources: [Plan.Output] = []
    for item in outputs {
      if let position = item.input, let value = item.host {
        values.append(value)
        sources.append(.input(position))
      } else if let value = item.host {
        values.append(value)
        sources.append(.value(value))
      } else if let tensor = item.device {
        let value = try engine.download(tensor.region, dtype: tensor.dtype, shape: tensor.shape)
        values.append(.tensor(value))
        sources.append(.device(tensor.region, tensor.dtype, tensor.shape))
      }
    }
    state.statistics = RunStatistics(
      dispatchCount: recorder.dispatchCount, barrierCount: recorder.barrierCount,
      segmentCount: recorder.segmentCount, peakBytes: engine.transient.peakBytes,
      tensorBytes: tensorBytes, persistentBytes: engine.persistent.usedBytes,
      nodeTimes: recorder.times + (try timestamps?.times() ?? []),
      compiledCount: engine.pipelines.compiledCount)
    guard isReplayable, wasOneSegment, engine.options.planLimit > 0 else { return values }
    if let descriptors = recorder.retained { retained.append(descriptors) }
    let types = inputs.map { $0.map { ValueType(of: $0) } }
    state.add(
      Plan(
        key: PlanKey(types: types, values: readInputs), commands: commands, timestamps: timestamps,
        inputs: inputRegions,
        outputs: sources, placements: placements, statistics: state.statistics,
        retained: retained, written: written), limit: engine.options.planLimit)
    return values
  }
}

extension ValueType {
  /// Whether every tensor in it has a known shape.
  fileprivate var isConcrete: Bool {
    switch self {
    case .tensor(let type): type.shape != nil
    case .sequence, .optional, .map, .sparse: true
    case .unknown: false
    }
  }

  fileprivate var fitsDevice: Bool { tensor.map { $0.dtype != .string } ?? false }

  fileprivate var plural: String {
    switch self {
    case .tensor: "strings"
    case .sequence: "sequences"
    case .optional: "optionals"
    case .map: "maps"
    case .sparse: "sparse tensors"
    case .unknown: "values of unknown type"
    }
  }
}

extension Dispatch {
  var invocationCount: Int { invocations.x * invocations.y * invocations.z }
}
