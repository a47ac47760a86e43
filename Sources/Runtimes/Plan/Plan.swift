package import Graphs
package import Tensors

/// A graph as both engines run it: every value has a slot of a frame, every node is a step that reads
/// and writes slots, and bodies are plans of their own.
package struct Plan: Sendable {
  package let graph: Graph
  /// Whether it stands inside another plan.
  let isBody: Bool
  package internal(set) var steps: [Step]
  /// The slots of the graph's inputs and outputs, in order; an output that nothing makes has none.
  package let inputs: [Int]
  package let outputs: [Int?]
  /// For each slot, whether a step fills it.
  private let isMade: [Bool]
  /// What a body reads of the frame around it.
  package let captures: [Capture]
  /// The frame that a run starts with: constants are in their slots.
  package internal(set) var frame: [Value?]
  /// The values that are the same in every run: the graph's constants that no input may replace, and
  /// those that a body reads of the graphs around it.
  let constants: [ValueID: Value]
  /// The slots of all that the model file gives.
  package let constantSlots: [(id: ValueID, slot: Int)]
  /// The types that the plan was settled for.
  let settlements = Settlements()

  package struct Capture: Sendable {
    package let id: ValueID
    /// The slot around the body; `nil` where nothing makes the value.
    package let outer: Int?
    package let inner: Int
  }

  /// The plan of a model's graph, or of a body within what is around it.
  package init(_ graph: Graph) {
    self.init(graph, around: nil)
  }

  /// What is around a body: slots by id, and the constants among their values.
  struct Surroundings {
    let slots: [ValueID: Int]
    let constants: [ValueID: Value]
  }

  init(_ graph: Graph, around outer: Surroundings?) {
    var slots = SlotNumbers()
    let defaults = Set(graph.inputs)
    var constants = graph.constants.filter { !defaults.contains($0.key) }
    var captures: [Capture] = []
    inputs = graph.inputs.map { slots.number($0) }
    for id in graph.captures {
      let inner = slots.number(id)
      if let value = outer?.constants[id] {
        constants[id] = value
      } else {
        captures.append(Capture(id: id, outer: outer?.slots[id], inner: inner))
      }
    }
    for id in graph.constants.keys { _ = slots.number(id) }
    for id in graph.nodes.lazy.flatMap({ $0.outputs }) { if let id { _ = slots.number(id) } }
    let numbers = slots.numbers
    let lastReads = graph.lastReads()
    let surroundings = Surroundings(slots: numbers, constants: constants)
    steps = graph.nodes.enumerated().map { index, node in
      Step(
        node, slots: numbers, releases: lastReads[index],
        bodies: node.operation.bodies.map { Plan($0, around: surroundings) })
    }
    outputs = graph.outputs.map { numbers[$0] }
    var frame = [Value?](repeating: nil, count: numbers.count)
    var constantSlots: [(id: ValueID, slot: Int)] = []
    for (id, value) in graph.constants.merging(constants, uniquingKeysWith: { own, _ in own }) {
      guard let slot = numbers[id] else { continue }
      frame[slot] = value
      constantSlots.append((id, slot))
    }
    self.graph = graph
    isBody = outer != nil
    isMade = Self.made(by: steps, slotCount: frame.count)
    self.captures = captures
    self.constants = constants
    self.constantSlots = constantSlots
    self.frame = frame
  }

  private init(_ plan: Plan, steps: [Step], frame: [Value?]) {
    graph = plan.graph
    isBody = plan.isBody
    isMade = Self.made(by: steps, slotCount: frame.count)
    inputs = plan.inputs
    outputs = plan.outputs
    captures = plan.captures
    constants = plan.constants
    constantSlots = plan.constantSlots
    self.steps = steps
    self.frame = frame
  }

  private static func made(by steps: [Step], slotCount: Int) -> [Bool] {
    var isMade = [Bool](repeating: false, count: slotCount)
    for slot in steps.lazy.flatMap(\.outputs) { if let slot { isMade[slot] = true } }
    return isMade
  }

  /// Whether a step fills a slot, rather than a caller or the model file.
  func makes(_ slot: Int) -> Bool { isMade[slot] }

  /// The frame of a run with these values of the inputs; `nil` takes a default.
  package func frame(_ values: [Value?]) -> [Value?] {
    var frame = frame
    for (slot, value) in zip(inputs, values) { if let value { frame[slot] = value } }
    return frame
  }

  /// Settles the plan for the types that the model declares of its inputs, as far as it does.
  ///
  /// - Parameter precision: that of evaluating steps, whose work then asks for memory too; `nil` where a
  ///   device does the work.
  /// - Throws: the first step that contradicts them, or that does not fit into memory.
  @discardableResult
  package func settle(
    within budget: MemoryBudget, evaluatingIn precision: Precision? = nil
  ) throws(NodeError) -> SettledPlan {
    let types = zip(graph.inputs, inputs).map { id, slot in
      frame[slot].map(ValueType.init(of:)) ?? graph.types[id].flatMap { $0.isExact ? $0 : nil }
    }
    return try settlements.settle(self, types, within: budget, precision)
  }

  /// Settles the plan for the types of a run's inputs; `nil` takes a default.
  ///
  /// - Throws: as ``settle(within:evaluatingIn:)``.
  package func settle(
    for values: [Value?], within budget: MemoryBudget, evaluatingIn precision: Precision? = nil
  ) throws(NodeError) -> SettledPlan {
    try settlements.settled(self, for: frame(values), within: budget, precision)
  }

  /// The types of the inputs where they are known before a run, `nil` of one that has a default;
  /// `nil` where they are not.
  package var exactInputs: [ValueType?]? {
    var types: [ValueType?] = []
    for id in graph.inputs {
      let type = graph.constants[id] == nil ? graph.types[id] ?? .unknown : nil
      guard type?.isExact != false else { return nil }
      types.append(type)
    }
    return types
  }

  /// The plan without steps whose outputs a frame has. What only they read is dropped.
  func without(_ done: Set<Int>, in frame: [Value?]) -> Plan {
    let rest = steps.indices.filter { !done.contains($0) }.map { steps[$0] }
    var needed = Set(inputs).union(outputs.compactMap { $0 })
    for step in rest { needed.formUnion(step.reads) }
    let kept = frame.enumerated().map { needed.contains($0.offset) ? $0.element : nil }
    return Plan(self, steps: rest, frame: kept)
  }

  /// The slots of values by their ids.
  private struct SlotNumbers {
    private(set) var numbers: [ValueID: Int] = [:]
    var count: Int { numbers.count }

    mutating func number(_ id: ValueID) -> Int {
      if let number = numbers[id] { return number }
      numbers[id] = numbers.count
      return numbers.count - 1
    }
  }
}
