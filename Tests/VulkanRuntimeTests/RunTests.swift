import Graphs
import Operators
import Runtimes
import Tensors
import Testing

@testable import VulkanRuntime

@Suite("A Vulkan run")
struct RunTests {
  private func floats(_ values: [Float]) -> Value { .tensor(Tensor(vector: values)) }

  @Test("adds on the device, and replays for the same shapes")
  func addsAndReplays() async throws {
    var test = TestGraph()
    let (x, y) = (test.input(), test.input())
    test.graph.outputs = [try test.add("Add", [x, y])]
    let prepared = try await TestDevice.runtime().prepared(test.graph)
    for shift: Float in [0, 10, 20] {
      let result = try await prepared.run([floats([1, 2, 3 + shift]), floats([10, 20, 30])])
      #expect(try result.tensor().array(Float.self) == [11, 22, 33 + shift])
      #expect(result.placements.map(\.place) == [.device])
      #expect(await prepared.statistics.isReplay == (shift > 0))
    }
    let result = try await prepared.run([floats([1]), floats([2, 3])])
    #expect(try result.tensor().array(Float.self) == [3, 4])
  }

  /// x + 1 + 1 …, and each sum once more with x: every value is read by two nodes.
  private func chain(_ count: Int) throws -> Graph {
    var test = TestGraph()
    let x = test.input()
    let one = test.constant(Tensor(vector: Array(repeating: 1 as Float, count: 1000)))
    var last = x
    for _ in 0..<count { last = try test.add("Add", [last, one]) }
    test.graph.outputs = [try test.add("Add", [last, x]), last]
    return test.graph
  }

  @Test(
    "reuses memory along a chain of 200 nodes without a value changing",
    arguments: [[], .barriers, .noReuse, [.poison, .canaries], .staging]
      as [VulkanOptions.DebugChecks])
  func chains(debug: VulkanOptions.DebugChecks) async throws {
    let runtime = try TestDevice.make { $0.debug = debug }
    let prepared = try await runtime.prepared(try chain(200))
    for start: Float in [0, 0.5] {
      let x = Tensor(vector: (0..<1000).map { Float($0) + start })
      let result = try await prepared.run([.tensor(x)])
      #expect(try result.tensor(0).array(Float.self) == x.array(Float.self).map { 2 * $0 + 200 })
      #expect(try result.tensor(1).array(Float.self) == x.array(Float.self).map { $0 + 200 })
    }
    let statistics = await prepared.statistics
    #expect(statistics.isReplay && statistics.segmentCount == 1 && statistics.dispatchCount == 201)
    #expect(statistics.tensorBytes == 201 * 4000)
    if debug.isEmpty { #expect(statistics.peakBytes <= 3 * 4096) }
  }

  @Test("times its nodes")
  func profile() async throws {
    let runtime = try TestDevice.make { $0.profiles = true }
    let prepared = try await runtime.prepared(try chain(3))
    for _ in 0..<2 {
      _ = try await prepared.run([
        .tensor(Tensor(vector: Array(repeating: 1 as Float, count: 1000)))
      ])
      let times = await prepared.statistics.nodeTimes
      #expect(times.map(\.node) == ["n0", "n1", "n2", "n3"])
      #expect(times.allSatisfy { $0.operation == "Add" && $0.nanoseconds > 0 })
      // Two operands and a sum of 1000 floats each.
      #expect(times.allSatisfy { $0.byteCount == 12_000 && $0.multiplyAddCount == nil })
    }
  }

  @Test("measures what the device does at most, where it times nodes")
  func limits() async throws {
    let limits = try await TestDevice.make { $0.profiles = true }.limits()
    #expect(try #require(limits).byteRate > 0 && #require(limits).multiplyAddRate > 0)
    #expect(try await TestDevice.runtime().limits() == nil)
  }

  @Test("keeps to itself beside others on the same device")
  func concurrent() async throws {
    let prepared = try await TestDevice.runtime().prepared(try chain(20))
    try await withThrowingTaskGroup { group in
      for start in 0..<16 {
        group.addTask {
          let result = try await prepared.run([
            .tensor(Tensor(vector: Array(repeating: Float(start), count: 1000)))
          ])
          #expect(try result.tensor(1).array(Float.self).allSatisfy { $0 == Float(start + 20) })
        }
      }
      try await group.waitForAll()
    }
  }

  /// Adds 1 on the host.
  private static func hostStep(_ reason: HostReason) -> Recipe {
    var step = Recipe(
      types: { (inference) throws(OperatorError) in [inference.types[0] ?? .unknown] },
      work: { (_) throws(OperatorError) in .host(reason) })
    step.values = { (evaluation) throws(OperatorError) in
      guard case .tensor(let x)? = evaluation.values[0], let values = try? x.array(Float.self)
      else {
        throw .missingInput(0)
      }
      return [.tensor(Tensor(vector: values.map { $0 + 1 }))]
    }
    return step
  }

  @Test("goes to the host and back where a node has no kernel")
  func hostNode() async throws {
    var test = TestGraph()
    let x = test.input()
    let double = try test.add("Add", [x, x])
    let stepped = test.add(Self.hostStep(.noKernel), [double])[0]
    test.graph.outputs = [try test.add("Add", [stepped, double])]
    let prepared = try await TestDevice.runtime().prepared(test.graph)
    for x: Float in [1, 2] {
      let result = try await prepared.run([floats([x, 5])])
      #expect(try result.tensor().array(Float.self) == [4 * x + 1, 21])
      #expect(result.placements.map(\.place) == [.device, .host(.noKernel), .device])
    }
    #expect(await prepared.statistics.segmentCount == 2)
  }

  @Test("that requires the GPU refuses other host nodes than those that are so by nature")
  func requiresGPU() async throws {
    let runtime = try TestDevice.make { $0.requiresGPU = true }
    for (reason, isAllowed) in [(HostReason.noKernel, false), (.byNature("strings"), true)] {
      var test = TestGraph()
      let x = test.input()
      test.graph.outputs = test.add(Self.hostStep(reason), [x])
      let prepared = try await runtime.prepared(test.graph)
      if isAllowed {
        #expect(try await prepared.run([floats([1])]).tensor().array(Float.self) == [2])
      } else {
        let error = await #expect(throws: RuntimeError.self) {
          try await prepared.run([floats([1])])
        }
        #expect(
          error?.description
            == "Recipe 'n0' runs on the host, but the GPU is required: the operator has no GPU kernel"
        )
      }
    }
  }

  /// The first `count` elements, `count` being a value: the shape needs it.
  private static let prefix = Recipe(
    types: { (inference) throws(OperatorError) in
      guard case .tensor(let count)? = inference.known[1] else {
        return [.tensor(TensorType(.float, nil))]
      }
      return [.tensor(TensorType(.float, Shape([count.integers?.first ?? 0])))]
    },
    work: { (request) throws(OperatorError) in
      let count = request.outputs[0].tensor?.shape?.count ?? 0
      return .dispatches([
        Dispatch(
          "Tests/Copy.comp",
          bindings: [.read("x0", .input(0), .float), .write("y", .output(0), .float)],
          parameters: [.uint("count", count)], invocations: (count, 1, 1))
      ])
    })

  @Test("reads a value that a shape needs, and keys its plan by it")
  func shapeValue() async throws {
    var test = TestGraph()
    let (x, count) = (test.input(), test.input())
    test.graph.outputs = test.add(Self.prefix, [x, count])
    let prepared = try await TestDevice.runtime().prepared(test.graph)
    for (count, isReplay) in [(2, false), (3, false), (2, true), (3, true), (0, false)] {
      let result = try await prepared.run([
        floats([7, 8, 9, 10]), .tensor(Tensor(vector: [Int64(count)])),
      ])
      #expect(try result.tensor().array(Float.self) == [7, 8, 9, 10].prefix(count).map { $0 })
      #expect(await prepared.statistics.isReplay == isReplay)
    }
  }

  @Test("reads back a value that the device made and a shape needs")
  func deviceMadeShape() async throws {
    var test = TestGraph()
    let (x, a, b) = (test.input(), test.input(), test.input())
    let count = try test.add("Add", [a, b])
    test.graph.outputs = test.add(Self.prefix, [x, count])
    let result = try await TestDevice.runtime().prepared(test.graph).run([
      floats([7, 8, 9]), .tensor(Tensor(vector: [1] as [Int64])),
      .tensor(Tensor(vector: [1] as [Int64])),
    ])
    #expect(try result.tensor().array(Float.self) == [7, 8])
    #expect(result.placements.map(\.place) == [.device, .device])
  }

  @Test("computes shapes on the host, and all of an expansion where it belongs")
  func hostPlane() async throws {
    let dims = Recipe(
      types: { (_) throws(OperatorError) in [.tensor(TensorType(.int64, [1]))] },
      work: { (request) throws(OperatorError) in
        .values([.tensor(Tensor(vector: [Int64(request.inputs[0]?.tensor?.shape?[0] ?? 0)]))])
      })
    var test = TestGraph()
    let x = test.input()
    let count = test.add(dims, [x])[0]
    let minusOne = test.constant(Tensor(vector: [-1] as [Int64]))
    let fewer = try test.add("Add", [count, minusOne])
    test.graph.outputs = test.add(Self.prefix, [x, fewer])
    let result = try await TestDevice.runtime().prepared(test.graph).run([floats([7, 8, 9])])
    #expect(try result.tensor().array(Float.self) == [7, 8])
    #expect(result.placements.map(\.place) == [.hostValue, .hostValue, .device])
  }

  @Test("views share memory, and expansions run their nodes")
  func viewsAndExpansions() async throws {
    let flat = Recipe(
      types: { (inference) throws(OperatorError) in
        [.tensor(TensorType(.float, Shape([inference.types[0]?.tensor?.shape?.count ?? 0])))]
      }, work: { (_) throws(OperatorError) in .views([0]) })
    var inner = TestGraph()
    let a = inner.input()
    inner.graph.outputs = [try inner.add("Add", [a, try inner.add("Add", [a, a])])]
    let body = inner.graph
    let triple = Recipe(
      types: { (inference) throws(OperatorError) in [inference.types[0] ?? .unknown] },
      work: { (_) throws(OperatorError) in .expansion(body) })
    var test = TestGraph()
    let x = test.input()
    let doubled = try test.add("Add", [x, x])
    let view = test.add(flat, [doubled])[0]
    test.graph.outputs = [test.add(triple, [view])[0], doubled, test.add(flat, [x])[0]]
    let prepared = try await TestDevice.runtime().prepared(test.graph)
    for scale: Float in [1, 2] {
      let x = try Tensor([1, 2, 3, 4].map { $0 * scale } as [Float], shape: [2, 2])
      let result = try await prepared.run([.tensor(x)])
      #expect(try result.tensor(0).array(Float.self) == [6, 12, 18, 24].map { $0 * scale })
      #expect(try result.tensor(1).shape == [2, 2])
      #expect(try result.tensor(2).array(Float.self) == [1, 2, 3, 4].map { $0 * scale })
      #expect(result.placements.count == 4 && result.placements.allSatisfy { $0.place == .device })
    }
  }

  @Test("takes an empty tensor and a scalar")
  func extremes() async throws {
    var test = TestGraph()
    let (x, y) = (test.input(), test.input())
    test.graph.outputs = [try test.add("Add", [x, y])]
    let prepared = try await TestDevice.runtime().prepared(test.graph)
    let empty = try await prepared.run([floats([]), floats([1])])
    #expect(try empty.tensor().shape == [0])
    let scalar = try await prepared.run([
      .tensor(Tensor(scalar: 1 as Float)), .tensor(Tensor(scalar: 2 as Float)),
    ])
    #expect(try scalar.tensor().shape == [] && scalar.tensor().array(Float.self) == [3])
  }

  @Test("of a loop carries tensors on the device and stacks what it scans")
  func loop() async throws {
    var body = TestGraph(from: 100)
    let (_, condition, x) = (body.input(), body.input(), body.input())
    let doubled = try body.add("Add", [x, x])
    body.graph.outputs = [condition, doubled, doubled]
    var test = TestGraph()
    let (trips, start) = (test.input(), test.input())
    let outputs = try test.add(
      "Loop", [trips, nil, start], outputs: 2, ["body": .graph(body.graph)])
    test.graph.outputs = outputs
    let prepared = try await TestDevice.runtime().prepared(test.graph)
    for isReplay in [false, true] {
      let result = try await prepared.run([
        .tensor(Tensor(scalar: 3 as Int64)), floats([1, 10]),
      ])
      #expect(try result.tensor(0).array(Float.self) == [8, 80])
      #expect(try result.tensor(1).array(Float.self) == [2, 20, 4, 40, 8, 80])
      #expect(try result.tensor(1).shape == [3, 2])
      #expect(result.placements.map(\.place) == [.device, .hostValue])
      #expect(await prepared.statistics.isReplay == isReplay)
    }
  }

  @Test("of a loop that starts from a constant keeps nothing of its first iteration")
  func loopFromConstant() async throws {
    var body = TestGraph(from: 100)
    let (_, condition, x) = (body.input(), body.input(), body.input())
    body.graph.outputs = [condition, try body.add("Add", [x, x])]
    var test = TestGraph()
    let trips = test.constant(Tensor(scalar: 3 as Int64))
    let start = test.constant(Tensor(vector: [1, 10] as [Float]))
    test.graph.outputs = try test.add(
      "Loop", [trips, nil, start], outputs: 1, ["body": .graph(body.graph)])
    let prepared = try await TestDevice.runtime().prepared(test.graph)
    for _ in 0..<2 {
      #expect(try await prepared.run([]).tensor(0).array(Float.self) == [8, 80])
    }
  }

  @Test("of a scan takes strings apart where they are, run after run")
  func scannedStrings() async throws {
    var body = TestGraph(from: 100)
    body.graph.outputs = [try body.add("Identity", [body.input()])]
    var test = TestGraph()
    test.graph.outputs = try test.add(
      "Scan", [test.input()], outputs: 1,
      ["body": .graph(body.graph), "num_scan_inputs": .int(1), "scan_output_axes": .ints([1])])
    let prepared = try await TestDevice.runtime().prepared(test.graph)
    for words in [["a", "b", "c", "d"], ["É", "", "日", "z"]] {
      let x = try Tensor(words, shape: [2, 2])
      let y = try await prepared.run([.tensor(x)]).tensor(0)
      // Rows become columns.
      #expect(try y.array(String.self) == [0, 2, 1, 3].map { words[$0] })
    }
  }

  @Test("of a branch reads the condition that the device computed")
  func branch() async throws {
    var test = TestGraph()
    let (x, y) = (test.input(), test.input())
    func body(_ first: Int, _ id: ValueID) throws -> Graph {
      var body = TestGraph(from: first)
      body.graph.outputs = [try body.add("Add", [id, id])]
      return body.graph
    }
    let condition = try test.add("Less", [x, y])
    test.graph.outputs = try test.add(
      "If", [condition], outputs: 1,
      ["then_branch": .graph(try body(100, x)), "else_branch": .graph(try body(200, y))])
    let prepared = try await TestDevice.runtime().prepared(test.graph)
    for (x, y, expected) in [(1, 2, 2), (5, 3, 6)] as [(Float, Float, Float)] {
      let result = try await prepared.run([floats([x]), floats([y])])
      #expect(try result.tensor().array(Float.self) == [expected])
    }
  }

  @Test("makes what follows from constants once, and packs constants once")
  func folding() async throws {
    let packed = Recipe(
      types: { (inference) throws(OperatorError) in [inference.types[0] ?? .unknown] },
      work: { (request) throws(OperatorError) in
        let type = TensorType(.float, request.outputs[0].tensor?.shape ?? [])
        let count = type.shape?.count ?? 0
        func copy(_ from: Binding.Resource, _ to: Binding.Resource) -> Dispatch {
          Dispatch(
            "Tests/Copy.comp", bindings: [.read("x0", from, .float), .write("y", to, .float)],
            parameters: [.uint("count", count)], invocations: (count, 1, 1))
        }
        let sum = Dispatch(
          "Tests/Cancel.comp",
          bindings: [
            .read("x0", .input(0), .float), .read("x1", .scratch(0), .float),
            .write("y", .output(0), .float),
          ], parameters: [.uint("count", count)], invocations: (count, 1, 1))
        return .dispatches([copy(.input(1), .scratch(0)), sum], scratch: [type])
      })
    var test = TestGraph()
    let x = test.input()
    let one = test.constant(Tensor(vector: [1, 1, 1] as [Float]))
    let two = try test.add("Add", [one, one])
    test.graph.outputs = [test.add(packed, [x, two])[0], two]
    let prepared = try await TestDevice.runtime().prepared(test.graph)
    let result = try await prepared.run([floats([1, 2, 3])])
    #expect(try result.tensor(0).array(Float.self) == [1, 2, 3])
    #expect(try result.tensor(1).array(Float.self) == [2, 2, 2])
    #expect(await prepared.statistics.dispatchCount == 1)
    let other = try await prepared.run([.tensor(Tensor([4, 5, 6] as [Float], shape: [1, 3]))])
    #expect(try other.tensor(0).array(Float.self) == [4, 5, 6])
    #expect(await !prepared.statistics.isReplay)
    #expect(other.placements.map(\.place) == [.device, .device])
  }
}
