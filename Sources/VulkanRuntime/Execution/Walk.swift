import Graphs
import Runtimes
import Tensors

/// One run of a graph that records its work as it goes from node to node.
final class Walk {
  let engine: Engine
  let state: PreparedState
  let recorder: Recorder
  /// Work whose results are the same in every run; it is submitted before the rest, once.
  let prologue: Recorder
  /// Whether the node at hand depends on constants alone.
  var isFolding = false
  var folded: FoldedValues
  var placements: [NodePlacement] = []
  var inputRegions: [(position: Int, region: Region)] = []
  /// Graph inputs whose values the host acted on.
  var readInputs: [Int: Value] = [:]
  /// Whether another run with the same inputs' shapes does the same work.
  var isReplayable = true
  var tensorBytes = 0
  /// Memory that the prologue uses.
  var passing: [Allocation] = []
  /// Memory that recorded work uses.
  var retained: [AnyObject] = []
  /// What the run wrote, where debug checks keep it.
  var written: [Allocation] = []
  /// What dispatches find wrong in the data; `nil` where none looks.
  private(set) var faults: FaultTable?
  private var placed: Set<ValueID> = []

  init(_ engine: Engine, _ state: PreparedState) {
    self.engine = engine
    self.state = state
    recorder = Recorder(engine)
    prologue = Recorder(engine)
    folded = state.folded
  }

  func faultSlot(_ node: Node, _ check: DataCheck) throws(RuntimeError) -> DeviceTensor {
    let table = faults ?? FaultTable(engine)
    faults = table
    return try table.slot(node, check)
  }

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
    for (id, item) in zip(body.inputs, inputs) { scope[id] = item?.varying }
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
      let place = try execute(node, in: scope)
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
    NodePlacement(
      node: node.name, operation: node.operatorName, opset: node.opset, dtype: dtype, place: place)
  }

  /// Runs the nodes that an operator is made of; its place is theirs.
  func expand(
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
}
