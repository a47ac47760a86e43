import Graphs
import Operators
import Runtimes
import Tensors
import Testing

@testable import Reduction

@Suite("A graph that shows a fault") struct GraphShrinkingTests {
  /// 200 nodes on 32 numbers: sums with weights, and one LeakyRelu among them.
  private func chain() throws -> FedGraph {
    var writer = GraphWriter()
    let numbers = (0..<32).map { Float($0 * 7 % 32) - 15.5 }
    var value = writer.input(.tensor(try Tensor(numbers, shape: [4, 8])))
    for step in 0..<200 {
      if step == 137 {
        value = try writer.node("LeakyRelu", [value])
      } else {
        let weight = writer.constant(try Tensor(numbers.map { $0 * 0.01 }, shape: [4, 8]))
        value = try writer.node(step % 2 == 0 ? "Add" : "Sub", [value, weight])
      }
    }
    return writer.fed(giving: value)
  }

  @Test("comes from 200 nodes to the faulty one on one number")
  func chained() async throws {
    let small = try #require(
      await Reducing(.taking("LeakyRelu", for: try steepLeak())).smallest(of: try chain()))
    #expect(small.graph.nodes.map(\.operatorName) == ["LeakyRelu"])
    #expect(small.elementCount == 1)
    // A negative number is what it takes; -1 is the simplest that rounding knows.
    #expect(small.sets.first?.first?.tensor?.doubles?.first.map { $0 < 0 } == true)
  }

  @Test("keeps two nodes where the fault takes both")
  func both() async throws {
    let planted = PlantedRuntime { graph throws(RuntimeError) in
      guard graph.has("Exp"), graph.has("LeakyRelu") else { return graph }
      throw .device("Exp and LeakyRelu can't be fused")
    }
    var writer = GraphWriter()
    let x = writer.input(vector(1, 2, 3, 4))
    let y = try writer.node("Exp", [try writer.node("Neg", [x])])
    let z = try writer.node("LeakyRelu", [try writer.node("Sqrt", [y])])
    let end = try writer.node("Abs", [z])
    let small = try #require(await Reducing(planted).smallest(of: writer.fed(giving: end)))
    #expect(small.graph.nodes.map(\.operatorName) == ["Exp", "LeakyRelu"])
    #expect(small.elementCount == 1)
  }

  @Test("does without what it need not be given, and keeps what is absent")
  func absentInputs() async throws {
    let planted = PlantedRuntime { graph throws(RuntimeError) in
      // A Clip without a lower limit is mistaken for one without an upper one.
      let isOdd = graph.nodes.contains {
        $0.operatorName == "Clip" && $0.inputs.count == 3 && $0.inputs[1] == nil
          && $0.inputs[2] != nil
      }
      guard isOdd else { return graph }
      throw .device("Clip has no lower limit")
    }
    var writer = GraphWriter()
    let x = writer.input(vector(1, 2, 3))
    let most = writer.constant(Tensor(scalar: 2 as Float))
    let least = writer.constant(Tensor(scalar: -9 as Float))
    let y = try writer.node("Clip", [try writer.node("Abs", [x]), least, most])
    let z = try writer.node("Clip", [try writer.node("Neg", [y]), nil, most])
    let small = try #require(await Reducing(planted).smallest(of: writer.fed(giving: z)))
    #expect(small.graph.nodes.map(\.operatorName) == ["Clip"])
    #expect(small.graph.nodes[0].inputs.map { $0 == nil } == [false, true, false])
  }

  /// Only the second data set has a number above 50, and only after the first node.
  @Test("is cut with the values of the data set that shows it")
  func dataSets() async throws {
    var writer = GraphWriter()
    let x = writer.input(vector(1, 2))
    let squares = try writer.node("Mul", [x, x])
    let y = try writer.node("Relu", [try writer.node("Add", [squares, x])])
    var fed = writer.fed(giving: y)
    fed.sets.append([vector(3, 10)])
    let small = try #require(
      await Reducing(.taking("Relu", for: try cappedRelu())).smallest(of: fed))
    #expect(small.graph.nodes.map(\.operatorName) == ["Relu"])
    #expect(small.sets.count == 1)
    // 10² + 10; no simpler number is above 50.
    #expect(small.sets.first?.first?.tensor?.doubles == [110])
  }

  @Test("does not wander from a NaN to another difference")
  func sameSymptom() async throws {
    let planted = PlantedRuntime { graph in
      var graph = graph
      let steep = try? steepLeak()
      for (place, node) in graph.nodes.enumerated() {
        if node.operatorName == "LeakyRelu", let steep { graph.nodes[place].operation = steep }
        // The root of a negative number in place of its magnitude.
        if node.operatorName == "Abs",
          let root = try? OperatorCatalog.standard.node(
            "Sqrt", opset: 13, named: "", inputs: node.inputs, outputs: node.outputs)
        {
          graph.nodes[place].operation = root.operation
        }
      }
      return graph
    }
    var writer = GraphWriter()
    let x = writer.input(vector(-4, 2))
    let y = try writer.node("Abs", [try writer.node("LeakyRelu", [x])])
    let small = try #require(await Reducing(planted).smallest(of: writer.fed(giving: y)))
    #expect(small.graph.nodes.map(\.operatorName) == ["Abs"])
    #expect(small.sets.first?.first?.tensor?.doubles?.first.map { $0 < 0 } == true)
  }

  @Test("is given as far as a budget of trials allows")
  func budget() async throws {
    let reducing = try Reducing(PlantedRuntime.taking("LeakyRelu", for: try steepLeak()))
    let start = try chain()
    let some = try #require(
      await reducing.smallest(of: start, budget: Trials.Budget(trials: 6)))
    #expect(some.graph.nodes.count < 200 && some.graph.nodes.count > 1)
    let none = try #require(
      await reducing.smallest(of: start, budget: Trials.Budget(isStopped: { true })))
    #expect(none.graph.nodes.count == 200)
  }
}
