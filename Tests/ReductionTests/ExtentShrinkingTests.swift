import Graphs
import Runtimes
import Tensors
import Testing

@testable import Reduction

@Suite("Extents of a small graph") struct ExtentShrinkingTests {
  /// A runtime that can't do an operator.
  private func without(_ name: String) -> PlantedRuntime {
    PlantedRuntime { graph throws(RuntimeError) in
      guard graph.has(name) else { return graph }
      throw .device("\(name) is too much")
    }
  }

  private func tensor(_ dims: Int...) throws -> Tensor {
    let shape = Shape(dims)
    return try Tensor((0..<shape.count).map { Float($0) + 0.5 }, shape: shape)
  }

  private func dims(_ small: FedGraph) -> [[Int]] {
    small.tensorPlaces.flatMap { small.tensors(at: $0).map(\.shape.dims) }
  }

  @Test("that operators hold together shrink together")
  func products() async throws {
    var writer = GraphWriter()
    let a = writer.input(.tensor(try tensor(4, 6)))
    let b = writer.constant(try tensor(6, 5))
    let y = try writer.node("MatMul", [a, b])
    let small = try #require(
      await Reducing(without("MatMul")).smallest(of: writer.fed(giving: y)))
    #expect(dims(small) == [[1, 1], [1, 1]])
    #expect(small.tensorPlaces.allSatisfy { small.tensors(at: $0)[0].doubles == [0] })
  }

  @Test("shrink as far as a window allows, with the attributes that say no more than weights do")
  func windows() async throws {
    var writer = GraphWriter()
    let x = writer.input(.tensor(try tensor(2, 4, 9, 9)))
    let w = writer.constant(try tensor(6, 4, 3, 3))
    let b = writer.constant(try tensor(6))
    let y = try writer.node(
      "Conv", [x, w, b], ["kernel_shape": .ints([3, 3]), "strides": .ints([2, 2])])
    let small = try #require(await Reducing(without("Conv")).smallest(of: writer.fed(giving: y)))
    #expect(dims(small) == [[1, 1, 1, 1], [1, 1, 1, 1]])
    #expect(small.graph.nodes[0].attributes.isEmpty)
    #expect(small.graph.nodes[0].inputs.count == 2)
  }

  @Test("that are multiples of one another shrink together, and an attribute with them")
  func multiples() async throws {
    var writer = GraphWriter()
    let x = writer.input(.tensor(try tensor(3, 2, 6)))
    let w = writer.constant(try tensor(1, 20, 6))
    let r = writer.constant(try tensor(1, 20, 5))
    let y = try writer.node("LSTM", [x, w, r], ["hidden_size": .int(5)])
    let small = try #require(await Reducing(without("LSTM")).smallest(of: writer.fed(giving: y)))
    #expect(dims(small) == [[1, 1, 1], [1, 4, 1], [1, 4, 1]])
  }

  @Test("of groups shrink with their number")
  func groups() async throws {
    var writer = GraphWriter()
    let x = writer.input(.tensor(try tensor(1, 8, 3, 3)))
    let w = writer.constant(try tensor(8, 2, 1, 1))
    let y = try writer.node("Conv", [x, w], ["group": .int(4)])
    let small = try #require(await Reducing(without("Conv")).smallest(of: writer.fed(giving: y)))
    #expect(dims(small) == [[1, 1, 1, 1], [1, 1, 1, 1]])
    #expect(small.graph.nodes[0].attributes.isEmpty)
  }

  /// `[[0, 1, 2], [3, 4, 5]]` in one axis is two parts of three.
  @Test("that are multiples keep as much of each part")
  func parts() throws {
    let tensor = Tensor(vector: [0, 1, 2, 3, 4, 5] as [Float])
    #expect(tensor.taking(0..<2, ofEach: 3, along: 0)?.doubles == [0, 1, 3, 4])
    #expect(tensor.taking(2..<3, ofEach: 3, along: 0)?.doubles == [2, 5])
  }

  @Test("shrink with the numbers of a shape")
  func shapes() async throws {
    var writer = GraphWriter()
    let x = writer.input(.tensor(try tensor(4, 6)))
    let shape = writer.constant(Tensor(vector: [6, 4] as [Int64]))
    let y = try writer.node("Reshape", [x, shape])
    let small = try #require(
      await Reducing(without("Reshape")).smallest(of: writer.fed(giving: y)))
    #expect(small.sets[0][0].tensor?.count == 1)
  }

  @Test("stay where the fault takes them, and the end that shows it stays")
  func ends() async throws {
    // Only the last number of five is negative.
    var writer = GraphWriter()
    let x = writer.input(vector(1, 2, 3, 4, -5))
    let y = try writer.node("LeakyRelu", [x])
    let small = try #require(
      await Reducing(.taking("LeakyRelu", for: try steepLeak()))
        .smallest(of: writer.fed(giving: y)))
    #expect(small.sets[0][0].tensor?.doubles == [-5])
  }

  @Test("and absent inputs before one that can be left out go with it")
  func absent() async throws {
    var writer = GraphWriter()
    let x = writer.input(vector(1, 2))
    let y = try writer.node("Clip", [x, nil, writer.constant(Tensor(scalar: 2 as Float))])
    let small = try #require(await Reducing(without("Clip")).smallest(of: writer.fed(giving: y)))
    #expect(small.graph.nodes[0].inputs.count == 1)
  }

  @Test("of several inputs of one type: one input is enough")
  func merged() async throws {
    var writer = GraphWriter()
    let a = writer.input(vector(1, 2))
    let b = writer.input(vector(3, 4))
    let y = try writer.node("Mul", [a, b])
    let small = try #require(await Reducing(without("Mul")).smallest(of: writer.fed(giving: y)))
    #expect(small.graph.inputs.count == 1 && small.elementCount == 1)
  }

  @Test("that weights keep make them noise where the fault stays")
  func noise() async throws {
    let planted = PlantedRuntime { graph throws(RuntimeError) in
      // A fault of 80 and more weights that differ.
      let isLarge = graph.constants.values.contains { value in
        (value.tensor?.count ?? 0) >= 80 && Set(value.tensor?.doubles ?? []).count >= 80
      }
      guard isLarge else { return graph }
      throw .device("too many weights")
    }
    var writer = GraphWriter()
    let x = writer.input(.tensor(Tensor(scalar: 1 as Float)))
    let secret = (0..<90).map { Float($0 * $0) }
    let w = writer.constant(Tensor(vector: secret))
    let y = try writer.node("Mul", [x, w])
    let small = try #require(await Reducing(planted).smallest(of: writer.fed(giving: y)))
    let weights = try #require(small.graph.constants[w]?.tensor)
    #expect(weights.count == 80)
    let numbers = try #require(weights.doubles)
    #expect(Set(numbers).isDisjoint(with: secret.map { Double($0) }))
  }
}
