import Graphs
import Runtimes
import Tensors
import Testing

@testable import Reduction

@Suite("A fault inside of a body") struct BodyShrinkingTests {
  private let numbers = ValueType.tensor(TensorType(.float, [2]))

  private func shrunk(_ fed: FedGraph) async throws -> FedGraph {
    try #require(
      await Reducing(.taking("LeakyRelu", for: try steepLeak())).smallest(of: fed))
  }

  /// A Loop of three iterations from [1, 3].
  ///
  /// - Parameter write: from the condition and the state the next ones.
  private func loop(
    _ write: (inout GraphWriter, ValueID, ValueID) throws -> (ValueID, ValueID)
  ) throws -> FedGraph {
    var writer = GraphWriter()
    let x = writer.input(vector(1, 3))
    let count = writer.constant(Tensor(scalar: Int64(3)))
    var body = GraphWriter(from: 100)
    _ = body.formal(.tensor(TensorType(.int64, [])))
    let goesOn = body.formal(.tensor(TensorType(.bool, [])))
    let state = body.formal(numbers)
    let (still, next) = try write(&body, goesOn, state)
    let result = try writer.node(
      "Loop", [count, nil, x], ["body": .graph(body.giving(still, next))])
    return writer.fed(giving: result)
  }

  @Test("of an If comes out of its branch")
  func branch() async throws {
    var writer = GraphWriter()
    let x = writer.input(vector(-1, 2))
    let isTaken = writer.constant(Tensor(scalar: true))
    var taken = GraphWriter(from: 100)
    let y = try taken.node("LeakyRelu", [try taken.node("Neg", [try taken.node("Neg", [x])])])
    var other = GraphWriter(from: 200)
    let z = try other.node("Abs", [x])
    let result = try writer.node(
      "If", [isTaken],
      ["then_branch": .graph(taken.giving(y)), "else_branch": .graph(other.giving(z))])
    let root = try writer.node("Sqrt", [try writer.node("Abs", [result])])
    let small = try await shrunk(writer.fed(giving: root))
    #expect(small.graph.nodes.map(\.operatorName) == ["LeakyRelu"])
  }

  /// x doubles and changes its sign each time: it is negative from the second iteration on.
  @Test("of a Loop comes out of the iteration that shows it")
  func loop() async throws {
    let small = try await shrunk(
      loop { body, goesOn, state in
        let leaked = try body.node("LeakyRelu", [state])
        let factor = body.constant(Tensor(scalar: -2 as Float))
        return (try body.node("Identity", [goesOn]), try body.node("Mul", [leaked, factor]))
      })
    #expect(small.graph.nodes.map(\.operatorName) == ["LeakyRelu"])
    #expect(small.sets.first?.first?.tensor?.doubles?.first.map { $0 < 0 } == true)
  }

  /// The sums of the rows [5, 5], [-9, 1], …: only the second state has a negative number.
  @Test("of a Scan comes out of the iteration that shows it")
  func scan() async throws {
    var writer = GraphWriter()
    let start = writer.input(vector(0, 0))
    let rows = writer.input(
      .tensor(try Tensor([5, 5, -9, 1, 20, 1] as [Float], shape: [3, 2])))
    var body = GraphWriter(from: 100)
    let state = body.formal(numbers)
    let row = body.formal(numbers)
    let sum = try body.node("Add", [state, row])
    let leaked = try body.node("LeakyRelu", [sum])
    let result = try writer.node(
      "Scan", [start, rows], ["body": .graph(body.giving(leaked)), "num_scan_inputs": .int(1)])
    let small = try await shrunk(writer.fed(giving: result))
    #expect(small.graph.nodes.map(\.operatorName).contains("LeakyRelu"))
    #expect(small.graph.nodes.allSatisfy { $0.bodies.isEmpty })
  }

  @Test("of a function comes out of it")
  func function() async throws {
    var writer = GraphWriter()
    let x = writer.input(vector(-1, 2))
    var inner = GraphWriter(from: 100)
    let formal = inner.formal(.unknown)
    let y = try inner.node("LeakyRelu", [try inner.node("Neg", [try inner.node("Neg", [formal])])])
    let called = try writer.call(inner.giving(y), [x])
    let small = try await shrunk(writer.fed(giving: called))
    #expect(small.graph.nodes.map(\.operatorName) == ["LeakyRelu"])
  }

  /// The planted fault is of the Loop itself: it takes the body that runs LeakyRelu.
  @Test("that takes the loop leaves fewer nodes in the body")
  func kept() async throws {
    let planted = PlantedRuntime { graph throws(RuntimeError) in
      let isOdd = graph.nodes.contains {
        $0.operatorName == "Loop" && $0.bodies[0].has("LeakyRelu")
      }
      guard isOdd else { return graph }
      throw .crash("SIGSEGV", "the process ended by SIGSEGV")
    }
    let fed = try loop { body, goesOn, state in
      let leaked = try body.node("LeakyRelu", [try body.node("Neg", [state])])
      let still = try body.node("Not", [try body.node("Not", [goesOn])])
      return (still, try body.node("Abs", [leaked]))
    }
    let small = try #require(await Reducing(planted).smallest(of: fed))
    #expect(small.graph.nodes.map(\.operatorName) == ["Loop"])
    #expect(small.graph.nodes[0].bodies[0].nodes.map(\.operatorName) == ["LeakyRelu"])
  }
}
