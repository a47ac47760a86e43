import Foundation
import GeneratedCases
import Graphs
import Harness
import Interpreter
import Optimizer
import Runtimes
import Synchronization
import Tensors
import Testing
import VulkanRuntime

@Suite("A tap") struct TapTests {
  /// Each runtime plain and behind the optimizer.
  static let runtimes: [any Runtime] = {
    var plain: [any Runtime] = [Interpreter()]
    if let vulkan = try? VulkanRuntime() { plain.append(vulkan) }
    let optimizer = PassCatalog(folder: Interpreter()).optimizer
    return plain.flatMap { [$0, OptimizedRuntime($0, optimizer)] }
  }()

  /// Runs a graph with and without a tap, and counts the steps.
  private func steps(
    _ graph: Graph, _ inputs: [Value?], on runtime: any Runtime
  ) async throws -> [TappedStep] {
    let prepared = try await runtime.prepare(graph)
    let outputs = try await prepared.run(inputs).outputs
    let tappable = try #require(prepared as? any TappableGraph)
    let seen = Mutex<[TappedStep]>([])
    let tapped = try await tappable.run(inputs) { step in seen.withLock { $0.append(step) } }
    #expect(BitsDigest.of(tapped.outputs) == BitsDigest.of(outputs), "\(runtime.name)")
    // And what comes after a run that was seen is what came before.
    #expect(
      BitsDigest.of(try await prepared.run(inputs).outputs) == BitsDigest.of(outputs),
      "\(runtime.name)")
    let steps = seen.withLock { $0 }
    let made = Dictionary(
      steps.filter { $0.path.frames.isEmpty }.flatMap { step in
        zip(step.node.outputs, step.outputs).compactMap { id, value in
          id.flatMap { id in value.map { (step.graph.names[id] ?? "", $0) } }
        }
      }, uniquingKeysWith: { first, _ in first })
    for (id, output) in zip(graph.outputs, outputs) {
      guard let name = graph.names[id], let value = made[name] else { continue }
      #expect(BitsDigest.of([value]) == BitsDigest.of([output]), "\(runtime.name) \(name)")
    }
    return steps
  }

  @Test("changes no bit of random graphs with branches and loops", arguments: 1...12)
  func randomGraphs(seed: Int) async throws {
    let random = await RandomGraph(seed: UInt64(seed), nodeCount: 6 + seed)
    for runtime in Self.runtimes {
      let steps = try await steps(random.graph, random.inputs, on: runtime)
      #expect(runtime.inner != nil || steps.count >= random.graph.nodes.count)
    }
  }

  @Test("changes no bit of the suite's cases", .enabled(if: SuiteCases.isThere))
  func suite() async throws {
    let loader = ModelFileLoader()
    for suiteCase in try SuiteCases.some(every: 60) {
      let source = try loader.source(suiteCase.modelPath)
      let feeds = try suiteCase.feeds(set: 0, of: source.interface, loader: loader)
      let graph = try source.graph()
      guard !graph.drawsRandomNumbers else { continue }
      for runtime in Self.runtimes { _ = try await steps(graph, feeds.inputs, on: runtime) }
    }
  }

  /// `v + around` three times, where the body's number decides a branch.
  static func looping() throws -> NamedGraph {
    var outer = NamedGraph()
    outer.input("x", [2])
    outer.constant("limit", Tensor(scalar: 3 as Int64))
    outer.constant("around", Tensor(vector: [1 as Float, 2]))
    var body = NamedGraph("body", from: 100, around: outer)
    body.input("i", [], of: .int64)
    body.input("go", [], of: .bool)
    body.input("v", [2])
    body.constant("one", Tensor(scalar: 1 as Int64))
    try body.add("Less", ["i", "one"], to: "early")
    try body.add("Identity", ["go"], to: "on")
    var then = NamedGraph("then", from: 200, around: body)
    try then.add("Add", ["v", "around"], to: "added")
    try then.give("added")
    var other = NamedGraph("otherwise", from: 300, around: body)
    try other.add("Mul", ["v", "around"], to: "multiplied")
    try other.give("multiplied")
    try body.add(
      "If", ["early"], to: "next",
      with: ["then_branch": .graph(then.graph), "else_branch": .graph(other.graph)])
    try body.give("on", "next")
    try outer.add("Loop", ["limit", nil, "x"], to: "y", with: ["body": .graph(body.graph)])
    try outer.give("y")
    return outer
  }

  @Test("says which iteration and which branch a step is of", arguments: runtimes.indices)
  func paths(runtime: Int) async throws {
    let graph = try Self.looping().graph
    let x = Value.tensor(Tensor(vector: [1 as Float, 1]))
    let steps = try await steps(graph, [x], on: Self.runtimes[runtime])
    let inner = steps.filter { $0.path.frames.count == 2 }
    #expect(
      inner.map(\.path.description) == [
        "Loop 'y' iteration 0, If 'next' body 'then'",
        "Loop 'y' iteration 1, If 'next' body 'otherwise'",
        "Loop 'y' iteration 2, If 'next' body 'otherwise'",
      ])
    // 1 + [1, 2], then twice times [1, 2].
    let values = try inner.map { Array(try #require($0.outputs[0]?.tensor).doubles ?? []) }
    #expect(values == [[2, 3], [2, 6], [2, 12]])
    #expect(steps.last?.node.name == "y")
  }
}

/// The official cases, where they are provisioned.
enum SuiteCases {
  static let folder =
    ProcessInfo.processInfo.environment["WONNX_SUITE"]
    ?? URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Conformance/suite").path

  static var isThere: Bool { Files.isFolder(folder) }

  /// Node cases with a data set.
  static func some(every step: Int) throws -> [SuiteCase] {
    let names = Files.folders(in: "\(folder)/node")
    return stride(from: 0, to: names.count, by: step).map { index in
      SuiteCase(
        id: CaseID(kind: "node", name: names[index]), folder: "\(folder)/node/\(names[index])",
        dataSetCount: 1, rtol: 0, atol: 0, facets: CaseFacets())
    }
  }
}
