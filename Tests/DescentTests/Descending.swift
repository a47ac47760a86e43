import Descent
import Foundation
import Graphs
import Interpreter
import Optimizer
import Runtimes
import Tensors
import Testing

/// Runtimes that tests hold against each other.
enum Descending {
  static let optimized = OptimizedRuntime(
    Interpreter(), PassCatalog(folder: Interpreter()).optimizer)

  /// A descent between two runtimes, the second of which may have a fault planted.
  static func report(
    _ graph: Graph, _ inputs: [Tensor?], first: any Runtime = Interpreter(),
    second: any Runtime = Interpreter(), plant: String? = nil
  ) async throws -> DescentReport {
    let source = source("model.onnx", graph)
    let runtime = try plant.map { PlantedRuntime(second, try Plant($0)) } ?? second
    return try await Descent(
      DescentSide(source, graph, on: first), DescentSide(source, graph, on: runtime),
      inputs: inputs.map { $0.map { .tensor($0) } }, scratch: try scratch()
    ).report()
  }

  /// A descent between two models.
  static func report(
    _ before: Graph, _ after: Graph, _ inputs: [Tensor?], on runtime: any Runtime = Interpreter()
  ) async throws -> DescentReport {
    try await Descent(
      DescentSide(source("before.onnx", before), before, on: runtime),
      DescentSide(source("after.onnx", after), after, on: runtime),
      inputs: inputs.map { $0.map { .tensor($0) } }, scratch: try scratch()
    ).report()
  }

  /// A folder of its own: runtimes with one name write files of one name.
  private static func scratch() throws -> String {
    let folder = NSTemporaryDirectory() + "descent-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder
  }

  private static func source(_ path: String, _ graph: Graph) -> ModelSource {
    ModelSource(path: path, interface: ModelInterface(graph)) { () throws(LoadError) in graph }
  }
}

/// A runtime that takes files alone, as somebody else's does; a fault is there where its node is.
struct OpaqueRuntime: Runtime {
  let plant: Plant?
  var name: String { "opaque" }
  var identity: String { "the interpreter behind a wall" }
  var takesGraphs: Bool { false }

  @concurrent func prepare(_ graph: Graph) async throws(RuntimeError) -> any PreparedGraph {
    if let plant, graph.hasNode(plant.node) {
      return Wall(try await PlantedRuntime(Interpreter(), plant).prepare(graph))
    }
    return Wall(try await Interpreter().prepare(graph))
  }

  private struct Wall: PreparedGraph {
    let inner: any PreparedGraph
    init(_ inner: any PreparedGraph) { self.inner = inner }
    @concurrent func run(_ inputs: [Value?]) async throws(RuntimeError) -> RunResult {
      try await inner.run(inputs)
    }
  }
}

extension Graph {
  /// Whether it or one of its bodies has a node of this name.
  fileprivate func hasNode(_ name: String) -> Bool {
    nodes.contains { $0.name == name || $0.bodies.contains { $0.hasNode(name) } }
  }
}

extension OptimizedRuntime {
  /// The same optimizer before another runtime.
  func over(_ base: any Runtime) -> OptimizedRuntime { OptimizedRuntime(base, optimizer) }
}

/// Networks with a node of each kind that faults are planted in.
enum Networks {
  /// A stem, six more convolutions with pads, a doubling of the extents and a sum.
  static func convolutions() throws -> (graph: Graph, inputs: [Tensor?]) {
    var net = NamedGraph()
    net.input("x", [1, 2, 6, 6])
    var last = "x"
    for index in 0..<7 {
      net.constant("w\(index)", try .drawn("w\(index)", 2, 2, 3, 3))
      // Behind alone, as TensorFlow pads.
      try net.add(
        "Conv", [last, "w\(index)"], to: "c\(index)", with: ["pads": .ints([0, 0, 2, 2])])
      try net.add("Relu", ["c\(index)"], to: "r\(index)")
      last = "r\(index)"
    }
    net.constant("scales", Tensor(vector: [1 as Float, 1, 2, 2]))
    try net.add(
      "Resize", [last, nil, "scales"], to: "large",
      with: [
        "mode": .string("linear"), "coordinate_transformation_mode": .string("half_pixel"),
      ])
    try net.add("Mul", ["large", "large"], to: "y")
    try net.give("y")
    return (net.graph, [try .drawn("x", 1, 2, 6, 6)])
  }

  /// Three products, a softmax over rows and what is made of it.
  static func products() throws -> (graph: Graph, inputs: [Tensor?]) {
    var net = NamedGraph()
    net.input("x", [4, 32])
    var last = "x"
    for index in 0..<3 {
      net.constant("w\(index)", try .drawn("p\(index)", 32, 32))
      try net.add("MatMul", [last, "w\(index)"], to: "m\(index)")
      try net.add("Tanh", ["m\(index)"], to: "t\(index)")
      last = "t\(index)"
    }
    try net.add("Softmax", [last], to: "s", with: ["axis": .int(1)])
    try net.add("Add", ["s", last], to: "y")
    try net.give("y")
    return (net.graph, [try .drawn("rows", 4, 32)])
  }

  /// A recurrent layer of four steps of time, and its outputs' squares.
  static func recurrence() throws -> (graph: Graph, inputs: [Tensor?]) {
    var net = NamedGraph()
    net.input("x", [4, 1, 3])
    net.constant("w", try .drawn("lw", 1, 8, 3))
    net.constant("r", try .drawn("lr", 1, 8, 2))
    try net.add("LSTM", ["x", "w", "r"], to: "h", with: ["hidden_size": .int(2)])
    try net.add("Mul", ["h", "h"], to: "y")
    try net.give("y")
    return (net.graph, [try .drawn("time", 4, 1, 3)])
  }
}
