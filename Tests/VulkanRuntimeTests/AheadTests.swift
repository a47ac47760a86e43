import Graphs
import Operators
import Runtimes
import Tensors
import Testing

@testable import VulkanRuntime

@Suite("Work before the first run")
struct AheadTests {
  private func floats(_ values: [Float]) -> Value { .tensor(Tensor(vector: values)) }

  /// y = (x + 1) · (x + 1) over three elements, if x is declared so.
  private func square(declared dims: [Dimension]?) throws -> Graph {
    var test = TestGraph()
    let x = test.input()
    let one = test.constant(Tensor(vector: [1, 1, 1] as [Float]))
    let sum = try test.add("Add", [x, one])
    test.graph.outputs = [try test.add("Mul", [sum, sum])]
    test.graph.types[x] = .tensor(TensorType(.float, dims))
    return test.graph
  }

  @Test("is all of it where extents are declared: the first run replays and compiles nothing")
  func declared() async throws {
    let runtime = try TestDevice.make { $0.cache = SpirvCache(folder: nil) }
    let prepared = try await runtime.prepared(try square(declared: [3]))
    let plan = try #require(await prepared.plan)
    #expect(plan.placements?.map(\.place) == [.device, .device])
    let compiled = await prepared.statistics.compiledCount
    #expect(compiled == 2)
    for x: [Float] in [[1, 2, 3], [0, -1, 4]] {
      let y = try await prepared.run([floats(x)]).tensor()
      #expect(try y.array(Float.self) == x.map { ($0 + 1) * ($0 + 1) })
      let statistics = await prepared.statistics
      #expect(statistics.isReplay && statistics.compiledCount == compiled)
    }
  }

  @Test("waits for the first run where extents are not known")
  func undeclared() async throws {
    let prepared = try await TestDevice.runtime().prepared(try square(declared: [.symbol("n")]))
    #expect(await prepared.plan?.placements == nil)
    let y = try await prepared.run([floats([1, 2, 3])]).tensor()
    #expect(try y.array(Float.self) == [4, 9, 16])
    #expect(await !prepared.statistics.isReplay)
  }

  @Test("ends at a value that only a run has, and the run does the rest")
  func value() async throws {
    var test = TestGraph()
    let (x, shape) = (test.input(), test.input())
    let sum = try test.add("Add", [x, x])
    test.graph.outputs = [try test.add("Reshape", [sum, shape])]
    test.graph.types = [
      x: .tensor(TensorType(.float, [4])), shape: .tensor(TensorType(.int64, [2])),
    ]
    let prepared = try await TestDevice.runtime().prepared(test.graph)
    #expect(await prepared.plan?.placements == nil)
    for extents: [Int64] in [[2, 2], [1, 4]] {
      let y = try await prepared.run([floats([1, 2, 3, 4]), .tensor(Tensor(vector: extents))])
        .tensor()
      #expect(y.shape.dims == extents.map(Int.init))
      #expect(try y.array(Float.self) == [2, 4, 6, 8])
    }
  }

  @Test("finds what contradicts the declared types, naming the node")
  func contradiction() async throws {
    let error = await #expect(throws: RuntimeError.self) {
      try await TestDevice.runtime().prepared(try square(declared: [2]))
    }
    #expect(error?.description == "Add-13 'n0': shapes [2] and [3] do not broadcast")
  }

  @Test("that follows from an input's default is not taken for a value that a run gives")
  func overridden() async throws {
    var test = TestGraph()
    let (x, w) = (test.input(), test.input())
    test.graph.constants[w] = floats([1, 2])
    let negated = try test.add("Neg", [w])
    test.graph.outputs = [try test.add("Add", [x, negated])]
    let prepared = try await TestDevice.runtime().prepared(test.graph)
    let runs: [([Value?], [Float])] = [
      ([floats([10, 10])], [9, 8]), ([floats([10, 10]), floats([5, 6])], [5, 4]),
      ([floats([10, 10]), nil], [9, 8]),
    ]
    for (inputs, expected) in runs {
      #expect(try await prepared.run(inputs).tensor().array(Float.self) == expected)
    }
  }

  @Test("takes no constant of a branch for that of another run")
  func branches() async throws {
    var then = TestGraph(from: 100)
    then.graph.outputs = [then.constant(Tensor(vector: [0.5, 0.75] as [Float]))]
    var other = TestGraph(from: 200)
    other.graph.outputs = [other.constant(Tensor(vector: [0.25] as [Float]))]
    var test = TestGraph()
    let condition = test.input()
    let chosen = try test.add(
      "If", [condition], outputs: 1,
      ["then_branch": .graph(then.graph), "else_branch": .graph(other.graph)])
    test.graph.outputs = [try test.add("Neg", chosen)]
    let prepared = try await TestDevice.runtime().prepared(test.graph)
    for (value, expected) in [(true, [-0.5, -0.75]), (false, [-0.25]), (true, [-0.5, -0.75])] {
      let y = try await prepared.run([.tensor(Tensor(scalar: value))]).tensor()
      #expect(y.doubles == expected)
    }
  }

  /// Each node's output is the next one's input.
  private func chain(_ recipes: [Recipe]) -> Graph {
    var test = TestGraph()
    var last = test.input()
    test.graph.types[last] = .tensor(TensorType(.float, [3]))
    for recipe in recipes { last = test.add(recipe, [last])[0] }
    test.graph.outputs = [last]
    return test.graph
  }

  @Test("says what is wrong with the first node, whatever is wrong with later ones, each time")
  func firstError() async throws {
    let broken = Recipe.elementwise("Tests/Broken.comp", .float, inputs: [.float])
    let absent = Recipe.elementwise("Tests/Absent.comp", .float, inputs: [.float])
    let refused = Recipe(
      types: { (inference) throws(OperatorError) in [inference.types[0] ?? .unknown] },
      work: { (_) throws(OperatorError) in throw .mismatch("nothing fits") })
    let runtime = try TestDevice.make { $0.cache = SpirvCache(folder: nil) }
    for recipes in [[broken, absent, refused], [broken, refused, absent], [broken, broken]] {
      for _ in 0..<2 {
        let error = await #expect(throws: RuntimeError.self) {
          try await runtime.prepared(chain(recipes))
        }
        #expect(
          error?.description
            == "Recipe-13 'n0' on float: the shader 'Tests/Broken.comp' does not compile: "
            + "Tests/Broken.comp:2: 'undeclared' : undeclared identifier")
      }
    }
  }

  @Test("compiles each of many shaders once, whichever thread does it")
  func manyShaders() async throws {
    let runtime = try TestDevice.make { $0.cache = SpirvCache(folder: nil) }
    let names = ["Neg", "Abs", "Exp", "Sqrt", "Abs", "Floor", "Ceil", "Sign", "Neg", "Tanh"]
    var test = TestGraph()
    var last = test.input()
    test.graph.types[last] = .tensor(TensorType(.float, [3]))
    for name in names { last = try test.add(name, [last]) }
    test.graph.outputs = [last]
    let prepared = try await runtime.prepared(test.graph)
    #expect(await prepared.statistics.compiledCount == Set(names).count)
    // The sign of what is 1 or more is 1.
    let y = try await prepared.run([floats([-1, 0, 3])]).tensor().array(Float.self)
    #expect(y.allSatisfy { abs($0 + 0.761_594_2) < 1e-6 })
  }
}
