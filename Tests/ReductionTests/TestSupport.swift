import Foundation
import Graphs
import Interpreter
import Operators
import Runtimes
import Tensors

@testable import Reduction

/// A runtime that is right but for what a test plants in its graphs.
struct PlantedRuntime: Runtime {
  var name = "planted"
  let identity = "a test's runtime"
  let plant: @Sendable (Graph) throws(RuntimeError) -> Graph

  @concurrent func prepare(_ graph: Graph) async throws(RuntimeError) -> any PreparedGraph {
    try await Interpreter().prepare(try plant(graph))
  }
}

extension PlantedRuntime {
  /// Every node of an operator, bodies' too, is done by another operator.
  static func taking(_ name: String, for other: any Operator) -> PlantedRuntime {
    PlantedRuntime { graph in graph.taking(name, for: other) }
  }
}

extension Graph {
  fileprivate func taking(_ name: String, for other: any Operator) -> Graph {
    var graph = self
    for (place, node) in nodes.enumerated() {
      if node.operatorName == name { graph.nodes[place].operation = other }
      guard !node.bodies.isEmpty else { continue }
      let bodies = node.bodies.map { $0.taking(name, for: other) }
      if let changed = try? node.replacing(bodies: bodies) { graph.nodes[place] = changed }
    }
    return graph
  }

  /// Whether it or one of its bodies has a node of an operator.
  func has(_ name: String) -> Bool {
    nodes.contains { $0.operatorName == name || $0.bodies.contains { $0.has(name) } }
  }
}

/// Writes graphs a node at a time.
struct GraphWriter {
  private(set) var graph = Graph(opsets: ["": 21])
  private(set) var inputs: [Value] = []
  private var next: Int

  /// - Parameter first: the first value's number: those of a body and around it differ.
  init(from first: Int = 0) { next = first }

  private mutating func newID() -> ValueID {
    defer { next += 1 }
    return ValueID(next)
  }

  mutating func input(_ value: Value) -> ValueID {
    let id = newID()
    graph.inputs.append(id)
    graph.types[id] = ValueType(of: value)
    graph.names[id] = "x\(id.index)"
    inputs.append(value)
    return id
  }

  /// A body's input.
  mutating func formal(_ type: ValueType) -> ValueID {
    let id = newID()
    graph.inputs.append(id)
    graph.types[id] = type
    return id
  }

  mutating func constant(_ tensor: Tensor) -> ValueID {
    let id = newID()
    graph.constants[id] = .tensor(tensor)
    graph.names[id] = "c\(id.index)"
    return id
  }

  mutating func node(
    _ name: String, _ inputs: [ValueID?], _ attributes: [String: AttributeValue] = [:],
    opset: Int = 21
  ) throws -> ValueID {
    let id = newID()
    graph.names[id] = "v\(id.index)"
    graph.nodes.append(
      try OperatorCatalog.standard.node(
        name, opset: opset, named: "n\(id.index)", inputs: inputs, outputs: [id],
        attributes: attributes))
    return id
  }

  mutating func foreign(_ name: String, _ input: ValueID) -> ValueID {
    let id = newID()
    graph.opsets["test"] = 1
    graph.nodes.append(
      Node(
        foreign: OperatorTitle(name, domain: "test"), because: "it is a test's",
        named: "n\(id.index)", opset: 1, inputs: [input], outputs: [id], attributes: [:]))
    return id
  }

  mutating func call(_ function: Graph, _ inputs: [ValueID]) throws -> ValueID {
    let id = newID()
    graph.nodes.append(
      try FunctionCall.node(
        "f", domain: "test", body: function, named: "n\(id.index)", inputs: inputs, outputs: [id]))
    return id
  }

  func giving(_ outputs: ValueID...) -> Graph {
    var graph = graph
    graph.outputs = outputs
    return graph
  }

  func fed(giving outputs: ValueID...) -> FedGraph {
    var graph = graph
    graph.outputs = outputs
    return FedGraph(graph: graph, inputs: inputs)
  }
}

/// `max(0, min(x, 50))`, which is Relu up to 50.
func cappedRelu() throws -> any Operator {
  try OperatorCatalog.standard.node(
    "Clip", opset: 6, named: "", inputs: [ValueID(0)], outputs: [ValueID(1)],
    attributes: ["min": .float(0), "max": .float(50)]
  ).operation
}

/// LeakyRelu with twice the usual slope.
func steepLeak() throws -> any Operator {
  try OperatorCatalog.standard.node(
    "LeakyRelu", opset: 16, named: "", inputs: [ValueID(0)], outputs: [ValueID(1)],
    attributes: ["alpha": .float(0.02)]
  ).operation
}

/// Shrinks what the interpreter and a planted runtime differ in.
struct Reducing {
  let pair: PairTrial
  private let scratch: ScratchFolder

  init(_ planted: PlantedRuntime) throws {
    scratch = try ScratchFolder()
    pair = PairTrial(
      RuntimeRunner(Interpreter()), RuntimeRunner(planted), nearness: .bits, scratch: scratch.path)
  }

  /// `nil` where the two do not differ.
  func smallest(of fed: FedGraph, budget: Trials.Budget = Trials.Budget()) async -> FedGraph? {
    guard let found = await pair.symptom(of: fed) else { return nil }
    let trials = Trials(budget: budget) {
      await NodeValues.of($0)
    } shows: {
      await pair.shows(found.symptom, $0)
    }
    return await GraphShrinking(trials).smallest(of: fed)
  }
}

/// A folder that goes with the object.
final class ScratchFolder: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "reduction-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

func vector(_ values: Float...) -> Value { .tensor(Tensor(vector: values)) }
