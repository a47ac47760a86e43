#if ConstantFolding
  import Graphs
  import Interpreter
  import Optimizer
  import Runtimes
  import Tensors
  import Testing

  @Suite("Constant folding")
  struct ConstantFoldingTests {
    @Test("what depends on constants alone becomes one")
    func folds() async throws {
      var sample = SampleGraph()
      let x = sample.input("x", [2])
      let a = sample.constant(try floats([1, 2]))
      let b = sample.constant(try floats([10, 20]))
      let y = try sample.apply("Mul", x, sample.apply("Neg", sample.apply("Add", a, b)))
      let graph = try await sample.giving(y).optimized(folding, DeadNodeRemoval())
      #expect(graph.operators == ["Mul"])
      #expect(graph.constants.values.map { $0.tensor?.doubles } == [[-11, -22]])
      #expect(try await graph.run(floats([2, 3]))[0].doubles == [-22, -66])
    }

    @Test("an input's default is no constant")
    func defaults() async throws {
      var sample = SampleGraph()
      let w = sample.input("w", [1])
      sample.setDefault(w, try floats([3]))
      let y = try sample.apply("Neg", w)
      let graph = try await sample.giving(y).optimized(folding)
      #expect(graph.operators == ["Neg"])
      #expect(try await graph.run(floats([5]))[0].doubles == [-5])

      let runtime = OptimizedRuntime(Interpreter(), Optimizer([folding]))
      let prepared = try await runtime.prepare(sample.giving(y))
      #expect(try await prepared.run([nil]).outputs[0].tensor?.doubles == [-3])
      #expect(
        try await prepared.run([.tensor(floats([5]))]).outputs[0].tensor?.doubles == [-5])
    }

    @Test("an output may become a constant")
    func outputs() async throws {
      var sample = SampleGraph()
      let y = try sample.apply("Neg", sample.constant(floats([1])))
      let graph = try await sample.giving(y).optimized(folding, DeadNodeRemoval())
      #expect(graph.nodes.isEmpty && graph.outputs.map { graph.names[$0] } == ["neg0_0"])
      #expect(try await graph.run()[0].doubles == [-1])
    }

    @Test("shape arithmetic folds where input shapes are known, and only there")
    func shapes() async throws {
      func graph(_ dims: [Dimension]) throws -> Graph {
        var sample = SampleGraph()
        let x = sample.input("x", dims)
        let zero = sample.constant(Tensor(scalar: Int64(0)))
        let rows = try sample.apply("Gather", sample.apply("Shape", x), zero)
        let axes = sample.constant(Tensor(vector: [0 as Int64]))
        let rest = sample.constant(Tensor(vector: [-1 as Int64]))
        let shape = try sample.add(
          "Concat", [try sample.apply("Unsqueeze", rows, axes), rest], ["axis": .int(0)])[0]
        let y = try sample.apply("Reshape", x, shape)
        return sample.giving(y)
      }
      let known = try await graph([2, 3, 4]).optimized(folding, DeadNodeRemoval())
      #expect(known.operators == ["Reshape"])
      #expect(known.constants.values.map { $0.tensor?.integers } == [[2, -1]])
      let open = try await graph([.symbol("batch"), 3, 4]).optimized(folding, DeadNodeRemoval())
      #expect(open.operators == ["Shape", "Gather", "Unsqueeze", "Concat", "Reshape"])
      let set = try await graph([.symbol("batch"), 3, 4]).setting(["batch": 5])
        .optimized(folding, DeadNodeRemoval())
      #expect(set.operators == ["Reshape"])
    }

    @Test("folding does not bloat the model")
    func bloat() async throws {
      func graph(_ count: Int64) throws -> Graph {
        var sample = SampleGraph()
        let shape = sample.constant(Tensor(vector: [count]))
        let y = try sample.apply("ConstantOfShape", shape)
        return sample.giving(y)
      }
      #expect(try await graph(1000).optimized(folding).operators == [])
      #expect(try await graph(1_000_000).optimized(folding).operators == ["ConstantOfShape"])
    }

    @Test("a node that fails stays, and fails when it runs")
    func failingNode() async throws {
      var sample = SampleGraph()
      let a = sample.constant(Tensor(vector: [0, 1] as [Int64]))
      let index = sample.constant(Tensor(vector: [7] as [Int64]))
      let y = try sample.apply("Gather", a, index)
      let graph = try await sample.giving(y).optimized(folding)
      #expect(graph.operators == ["Gather"])
      await #expect(throws: RuntimeError.self) { try await graph.run() }
    }

    @Test("bodies fold too, with constants from around them")
    func bodies() async throws {
      var outer = SampleGraph(from: 100)
      let condition = outer.input("condition", [], .bool)
      let c = outer.constant(try floats([2]))
      var then = SampleGraph()
      let a = try then.apply("Neg", c)
      var other = SampleGraph(from: 50)
      let b = try other.apply("Exp", try other.apply("Identity", c))
      let y = try outer.apply(
        "If", condition,
        attributes: [
          "then_branch": .graph(then.giving(a)), "else_branch": .graph(other.giving(b)),
        ])
      let graph = outer.giving(y)
      let folded = try await graph.optimized(folding, DeadNodeRemoval())
      #expect(folded.operators == ["If"])
      #expect(folded.nodes[0].operation.bodies.map(\.nodes.count) == [0, 0])
      #expect(try await folded.run(Tensor(scalar: true))[0].doubles == [-2])
      let plain = try await graph.run(Tensor(scalar: false))
      #expect(try await folded.run(Tensor(scalar: false))[0].doubles == plain[0].doubles)
    }

    @Test("a runtime that fails leaves the graph as it was")
    func failingRuntime() async throws {
      struct Broken: Runtime {
        let name = "broken"
        let identity = "a runtime that has lost its device"
        @concurrent func prepare(
          _ graph: Graph
        ) async throws(RuntimeError) -> any PreparedGraph { throw .deviceLost("it is gone") }
      }
      var sample = SampleGraph()
      let y = try sample.apply("Neg", sample.constant(floats([1])))
      let graph = sample.giving(y)
      await #expect {
        try await graph.optimized(ConstantFolding(folder: Broken()))
      } throws: { error in
        "\(error)" == "constant-folding: the device was lost: it is gone"
      }
      #expect(graph.operators == ["Neg"])
    }
  }
#endif
