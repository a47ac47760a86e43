package import Graphs
import Harness
import Interpreter
import Operators
import Runtimes
package import Tensors

/// A graph of nodes drawn from the operators' samples, which runs: each node was run when it was taken.
///
/// A node's inputs are values of the graph where their types and shapes are those of a sample; elementwise
/// nodes take any shape. Some nodes stand in branches of `If`, in the body of `Loop`, or in a function of the
/// model, which may be called twice.
package struct RandomGraph: Sendable {
  package let graph: Graph
  /// One a graph input.
  package let inputs: [Value]

  /// - Parameters:
  ///   - seed: decides everything.
  ///   - nodeCount: how many nodes it has, those of bodies not counted.
  package init(seed: UInt64, nodeCount: Int) async {
    var drawing = GraphDrawing(seed)
    for _ in 0..<nodeCount { await drawing.addNode() }
    (graph, inputs) = drawing.finish()
  }
}

/// What a random graph is made from, by what it takes.
struct FuzzMaterial: Sendable {
  static let standard = FuzzMaterial()

  /// Recipes by the kind and shape of their first input.
  private let fitting: [Key: [CaseRecipe]]
  /// Recipes of elementwise operators, by the kind of their first input.
  private let elementwise: [ValueKind: [CaseRecipe]]
  /// Recipes with which a graph may begin.
  let all: [CaseRecipe]

  private struct Key: Hashable {
    let kind: ValueKind
    let shape: [Int]
  }

  private init() {
    let recipes = OperatorCatalog.standard.all.flatMap { type -> [CaseRecipe] in
      guard type.isDeterministic, type.schema.domain.isEmpty || type.schema.domain == "ai.onnx.ml",
        !["If", "Loop", "Scan", "SequenceMap", "Gradient", "ImageDecoder"].contains(
          type.schema.name)
      else { return [] }
      let newest = type.schema.history.last { !$0.isRefused }?.since
      return CaseRecipes(type).all.filter {
        $0.revision.since == newest && $0.sample.refusal == nil
          && $0.sample.surroundings.isEmpty && $0.isSmall
      }
    }
    all = recipes.filter { !$0.sample.inputs.isEmpty }
    fitting = Dictionary(grouping: all.filter(\.hasFreeInput)) { recipe in
      Key(
        kind: recipe.kind(ofInput: 0) ?? .tensor(.float),
        shape: recipe.sample.inputs[0]?.shape ?? [])
    }
    let maps = all.filter { recipe in
      recipe.hasFreeInput && recipe.type.traits.contains(.elementwise)
    }
    elementwise = Dictionary(grouping: maps) { $0.kind(ofInput: 0) ?? .tensor(.float) }
  }

  /// Recipes that take a value as their first input.
  func recipes(taking value: Value) -> [CaseRecipe] {
    let shape = value.tensor?.shape.dims ?? []
    return (fitting[Key(kind: value.kind, shape: shape)] ?? []) + (elementwise[value.kind] ?? [])
  }

  /// Recipes of elementwise operators with one input.
  func maps(of kind: ValueKind) -> [CaseRecipe] {
    (elementwise[kind] ?? []).filter { $0.sample.inputs.count == 1 }
  }
}

extension CaseRecipe {
  fileprivate var isSmall: Bool {
    sample.inputs.allSatisfy { ($0?.shape.reduce(1, *) ?? 0) <= 4_096 }
  }

  /// Whether the first input's numbers mean nothing special, so that any may stand there.
  fileprivate var hasFreeInput: Bool {
    guard let first = sample.inputs.first, let draw = first, !draw.isConstant else { return false }
    switch draw.content {
    case .normal, .special, .strewn, .distinct: return true
    case .uniform, .list, .words, .parts, .entries, .computed: return false
    }
  }
}

/// A graph as it grows.
private struct GraphDrawing {
  private var graph = Graph(name: "fuzzed")
  private var fed: [ValueID: Value] = [:]
  private var values: [(id: ValueID, value: Value)] = []
  private var read: Set<ValueID> = []
  private var random: Randomness
  private var count = 0
  private let seed: UInt64

  init(_ seed: UInt64) {
    self.seed = seed
    random = Randomness("fuzz \(seed)")
    // The newest versions of all domains, in which every newest revision is in force.
    for type in OperatorCatalog.standard.all {
      let since = type.schema.history.last { !$0.isRefused }?.since ?? 1
      graph.opsets[type.schema.domain] = max(graph.opsets[type.schema.domain] ?? 1, since)
    }
  }

  private mutating func newID() -> ValueID {
    count += 1
    return ValueID(count)
  }

  mutating func finish() -> (Graph, [Value]) {
    let ends = values.filter { !read.contains($0.id) && fed[$0.id] == nil }
    graph.outputs = ends.map(\.id)
    for (id, value) in ends { graph.types[id] = ValueType(of: value) }
    return (graph, graph.inputs.compactMap { fed[$0] })
  }

  /// Adds a node that runs; after many tries that do not, none.
  mutating func addNode() async {
    for _ in 0..<30 {
      if random.happens(8), await addFlow() { return }
      if random.happens(5), await addCall() { return }
      let start = random.happens(85) ? pick() : nil
      let recipes = start.map { FuzzMaterial.standard.recipes(taking: $0.value) }
      let choice = recipes.flatMap { $0.isEmpty ? nil : $0 } ?? FuzzMaterial.standard.all
      guard !choice.isEmpty else { return }
      let recipe = random.one(of: choice)
      if await add(recipe, to: recipes?.isEmpty == false ? start : nil) { return }
    }
  }

  /// A value, the last ones more often.
  private mutating func pick() -> (id: ValueID, value: Value)? {
    guard !values.isEmpty else { return nil }
    let span = min(values.count, random.happens(60) ? 3 : values.count)
    return values[values.count - 1 - random.below(span)]
  }

  private mutating func add(
    _ recipe: CaseRecipe, to start: (id: ValueID, value: Value)?
  ) async -> Bool {
    var trial = self
    let next = "\(seed) \(trial.count) \(random.next())"
    var drawing = Drawing(kinds: recipe.kinds, random: Randomness(next))
    guard let attributes = try? recipe.attributes(&drawing) else { return false }
    var places: [ValueID?] = []
    var given: [Value?] = []
    for (place, draw) in recipe.sample.inputs.enumerated() {
      guard let draw, let kind = recipe.kind(ofInput: place) else {
        places.append(nil)
        given.append(nil)
        continue
      }
      if place == 0, let start {
        places.append(start.id)
        given.append(start.value)
        trial.read.insert(start.id)
        continue
      }
      let drawn = drawing.value(draw, as: kind)
      let same = trial.values.filter { $0.value.kind == kind && $0.value.hasShape(of: drawn) }
      if draw.isFree, !same.isEmpty, trial.random.happens(70) {
        let found = trial.random.one(of: same)
        places.append(found.id)
        given.append(found.value)
        trial.read.insert(found.id)
      } else {
        places.append(trial.give(drawn, isConstant: draw.isConstant || random.happens(40)))
        given.append(drawn)
      }
    }
    let outputs = recipe.outputs.map { $0 ? trial.newID() : nil as ValueID? }
    guard
      let node = try? Node(
        recipe.type, recipe.revision, named: "n\(trial.graph.nodes.count)", inputs: places,
        outputs: outputs, attributes: attributes),
      let results = await GraphDrawing.run(node, places, given)
    else { return false }
    trial.graph.nodes.append(node)
    trial.take(outputs, results)
    self = trial
    return true
  }

  private mutating func take(_ outputs: [ValueID?], _ results: [Value]) {
    for (id, value) in zip(outputs.compactMap { $0 }, results) {
      graph.names[id] = "v\(id.index)"
      values.append((id, value))
    }
  }

  /// An input of the graph, or a constant of it.
  private mutating func give(_ value: Value, isConstant: Bool) -> ValueID {
    let id = newID()
    graph.names[id] = isConstant ? "c\(id.index)" : "x\(id.index)"
    graph.types[id] = ValueType(of: value)
    if isConstant, value.tensor != nil {
      graph.constants[id] = value
    } else {
      graph.inputs.append(id)
      fed[id] = value
      values.append((id, value))
    }
    return id
  }

  /// What a node gives, by itself.
  private static func run(
    _ node: Node, _ places: [ValueID?], _ given: [Value?]
  ) async -> [Value]? {
    var graph = Graph(outputs: node.outputs.compactMap { $0 }, nodes: [node], opsets: ["": 1])
    var inputs: [Value] = []
    for (id, value) in zip(places, given) {
      guard let id, let value, !graph.inputs.contains(id) else { continue }
      graph.inputs.append(id)
      inputs.append(value)
    }
    guard let prepared = try? await Interpreter().prepare(graph),
      let result = try? await prepared.run(inputs)
    else { return nil }
    return result.outputs.allSatisfy(\.isModest) ? result.outputs : nil
  }

  /// A node with a body: a choice of two elementwise functions of a value, or one that is applied three
  /// times.
  private mutating func addFlow() async -> Bool {
    guard let start = pick(), start.value.tensor != nil else { return false }
    let maps = FuzzMaterial.standard.maps(of: start.value.kind)
    guard !maps.isEmpty else { return false }
    var trial = self
    let isChoice = random.happens(50)
    trial.read.insert(start.id)
    var attributes: [String: AttributeValue] = [:]
    var inputs: [ValueID?]
    var given: [Value?]
    if isChoice {
      let condition = Value.tensor(Tensor(.bool, [], repeating: [random.happens(50) ? 1.0 : 0]))
      inputs = [trial.give(condition, isConstant: random.happens(30))]
      given = [condition]
      // Branches give one type, and a loop carries one.
      var kinds: Set<ValueKind> = []
      for name in ["then_branch", "else_branch"] {
        let out = trial.newID()
        guard let node = trial.map(random.one(of: maps), start.id, out),
          let value = await Self.run(node, [start.id], [start.value])?.first
        else { return false }
        kinds.insert(value.kind)
        attributes[name] = .graph(Graph(name: name, outputs: [out], nodes: [node]))
      }
      guard kinds.count == 1 else { return false }
    } else {
      let steps = Value.tensor(Tensor(.int64, [], repeating: [3.0]))
      inputs = [trial.give(steps, isConstant: true), nil, start.id]
      given = [steps, nil, start.value]
      let (step, before, carried) = (trial.newID(), trial.newID(), trial.newID())
      let (after, out) = (trial.newID(), trial.newID())
      guard let node = trial.map(random.one(of: maps), carried, out),
        let value = await Self.run(node, [carried], [start.value])?.first,
        value.kind == start.value.kind,
        let keep = try? OperatorCatalog.standard.node(
          "Identity", opset: 25, named: "keep", inputs: [before], outputs: [after])
      else { return false }
      attributes["body"] = .graph(
        Graph(
          name: "body", inputs: [step, before, carried], outputs: [after, out],
          nodes: [keep, node],
          types: [
            step: .tensor(TensorType(.int64, Shape([]))),
            before: .tensor(TensorType(.bool, Shape([]))),
            carried: ValueType(of: start.value),
          ]))
    }
    let name = isChoice ? "If" : "Loop"
    let result = trial.newID()
    guard
      let node = try? OperatorCatalog.standard.node(
        name, opset: 25, named: "n\(trial.graph.nodes.count)", inputs: inputs, outputs: [result],
        attributes: attributes),
      let results = await GraphDrawing.run(
        node, inputs + (isChoice ? [start.id] : []), given + (isChoice ? [start.value] : []))
    else { return false }
    trial.graph.nodes.append(node)
    trial.take([result], results)
    self = trial
    return true
  }

  /// A call of a function of up to three elementwise nodes, one after the other; perhaps another one of
  /// what it gives.
  private mutating func addCall() async -> Bool {
    guard let start = pick(), start.value.tensor != nil else { return false }
    var trial = self
    let argument = trial.newID()
    var body = Graph(name: "f\(argument.index)", inputs: [argument])
    var last = (id: argument, value: start.value)
    for _ in 0...trial.random.below(3) {
      let maps = FuzzMaterial.standard.maps(of: last.value.kind)
      let next = trial.newID()
      guard !maps.isEmpty, let node = trial.map(trial.random.one(of: maps), last.id, next),
        let results = await Self.run(node, [last.id], [last.value]), let value = results.first
      else { return false }
      body.nodes.append(node)
      last = (next, value)
    }
    body.outputs = [last.id]
    let isTwice = last.value.kind == start.value.kind && trial.random.happens(40)
    var given = start
    for turn in 0...(isTwice ? 1 : 0) {
      let result = trial.newID()
      // A call's values are its own.
      if turn > 0 { body = trial.renumbered(body) }
      guard
        let node = try? FunctionCall.node(
          body.name, domain: "fuzzed", body: body, named: "n\(trial.graph.nodes.count)",
          inputs: [given.id], outputs: [result]),
        let results = await Self.run(node, [given.id], [given.value]), let value = results.first
      else { return false }
      trial.graph.nodes.append(node)
      trial.read.insert(given.id)
      trial.take([result], results)
      given = (result, value)
    }
    self = trial
    return true
  }

  /// The same nodes over other values.
  private mutating func renumbered(_ body: Graph) -> Graph {
    var (body, numbers) = (body, [ValueID: ValueID]())
    for id in body.inputs + body.nodes.flatMap(\.outputs).compactMap({ $0 }) {
      numbers[id] = newID()
    }
    func renamed(_ id: ValueID) -> ValueID { numbers[id] ?? id }
    body.inputs = body.inputs.map(renamed)
    body.outputs = body.outputs.map(renamed)
    for place in body.nodes.indices {
      body.nodes[place].inputs = body.nodes[place].inputs.map { $0.map(renamed) }
      body.nodes[place].outputs = body.nodes[place].outputs.map { $0.map(renamed) }
    }
    return body
  }

  /// A node of one input inside of a body.
  private mutating func map(_ recipe: CaseRecipe, _ input: ValueID, _ output: ValueID) -> Node? {
    var drawing = Drawing(kinds: recipe.kinds, random: Randomness("\(seed) \(count) map"))
    guard let attributes = try? recipe.attributes(&drawing) else { return nil }
    return try? Node(
      recipe.type, recipe.revision, named: "m\(output.index)", inputs: [input], outputs: [output],
      attributes: attributes)
  }
}

extension Draw {
  /// Whether the numbers mean nothing special, so that any may stand there.
  fileprivate var isFree: Bool {
    guard !isConstant else { return false }
    switch content {
    case .normal, .special, .strewn, .distinct: return true
    case .uniform, .list, .words, .parts, .entries, .computed: return false
    }
  }
}

extension Value {
  fileprivate func hasShape(of other: Value) -> Bool {
    tensor != nil && tensor?.shape == other.tensor?.shape
  }

  /// Whether a graph may carry it on without growing out of hand.
  fileprivate var isModest: Bool { (tensor?.count ?? 0) <= 20_000 }
}
