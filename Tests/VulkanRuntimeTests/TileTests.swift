import Graphs
import Interpreter
import Operators
import Runtimes
import Tensors
import Testing

@testable import VulkanRuntime

/// The register-tiled kernels against the interpreter, at extents that no tile divides.
@Suite("Tiles") struct TileTests {
  /// Small integers, whose sums are exact in any order.
  private func integers(_ shape: Shape, seed: UInt64) throws -> Tensor {
    var state = seed
    let values = (0..<shape.count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(Int(state >> 60) - 8)
    }
    return try Tensor(values, shape: shape)
  }

  private func compare(
    _ name: String, _ shapes: [Shape], _ attributes: [String: AttributeValue]
  ) async throws {
    var graph = TestGraph()
    let inputs = shapes.map { _ in graph.input() }
    let y = try graph.add(name, inputs, outputs: 1, attributes)
    graph.graph.outputs = y
    let values = try shapes.enumerated().map { index, shape in
      Value.tensor(try integers(shape, seed: UInt64(index + 1)))
    }
    let expected = try await Interpreter().prepare(graph.graph).run(values).tensor()
    let result = try await (try TestDevice.runtime()).prepared(graph.graph).run(values)
    #expect(result.placements.map(\.place) == [.device])
    #expect(try result.tensor().array(Float.self) == expected.array(Float.self))
  }

  @Test(
    "of a product are whole for every transpose",
    arguments: [(0, 0), (0, 1), (1, 0), (1, 1)] as [(Int64, Int64)])
  func gemm(a: Int64, b: Int64) async throws {
    let depth = a == 1 && b == 1 ? 64 : 67
    try await compare(
      "Gemm", [a == 1 ? [depth, 65] : [65, depth], b == 1 ? [71, depth] : [depth, 71], [71]],
      ["transA": .int(a), "transB": .int(b)])
  }

  @Test("of stacks of products follow the broadcast")
  func stacks() async throws {
    try await compare("MatMul", [[3, 1, 31, 33], [2, 33, 47]], [:])
  }

  struct Window: CustomTestStringConvertible, Sendable {
    let x: Shape, w: Shape
    var attributes: [String: AttributeValue] = [:]
    var testDescription: String { "\(x) under \(w)" }
  }
  static let windows = [
    Window(x: [2, 9, 13, 11], w: [17, 9, 3, 3], attributes: ["pads": .ints([1, 2, 0, 1])]),
    Window(
      x: [1, 8, 23, 21], w: [12, 4, 5, 3],
      attributes: ["group": .int(2), "strides": .ints([2, 2]), "dilations": .ints([1, 2])]),
    Window(x: [1, 40, 29, 27], w: [40, 1, 3, 3], attributes: ["group": .int(40)]),
    Window(x: [1, 3, 41, 39], w: [16, 3, 11, 11], attributes: ["strides": .ints([4, 4])]),
    Window(x: [2, 33, 13, 13], w: [24, 33, 1, 1]),
    Window(x: [1, 32, 15, 15], w: [40, 32, 1, 1], attributes: ["strides": .ints([2, 2])]),
    Window(
      x: [1, 6, 7, 9, 10], w: [8, 6, 3, 2, 3], attributes: ["pads": .ints([1, 0, 1, 1, 1, 1])]),
    Window(x: [1, 16, 301], w: [24, 16, 5]),
  ]

  @Test("of a convolution are whole for every window", arguments: windows)
  func convolution(window: Window) async throws {
    try await compare("Conv", [window.x, window.w], window.attributes)
  }

  /// Any NaN is as good as another.
  private func bits(_ tensor: Tensor) throws -> [UInt32] {
    try tensor.array(Float.self).map { $0.isNaN ? Float.nan.bitPattern : $0.bitPattern }
  }

  @Test("of a convolution leave padding out where weights are infinite or NaN")
  func infiniteWeights() async throws {
    for (x, w) in [
      ([1, 30, 12, 13], [12, 30, 3, 3]), ([1, 40, 12, 13], [40, 40, 1, 1]),
    ] as [(Shape, Shape)] {
      var weights = try integers(w, seed: 2).array(Float.self)
      weights[4] = .infinity
      weights[weights.count / 2] = .nan
      let inputs = [try integers(x, seed: 1), try Tensor(weights, shape: w)]
      for isConstant in [false, true] {
        var test = TestGraph()
        let first = test.input()
        let second = isConstant ? test.constant(inputs[1]) : test.input()
        test.graph.outputs = try test.add(
          "Conv", [first, second], outputs: 1, ["pads": .ints([1, 1, 1, 1])])
        let values = (isConstant ? [inputs[0]] : inputs).map { Value.tensor($0) }
        let expected = try await Interpreter().prepare(test.graph).run(values)
        let found = try await (try TestDevice.runtime()).prepared(test.graph).run(values)
        let (sums, others) = (try found.tensor(), try expected.tensor())
        #expect(try bits(sums) == bits(others))
      }
    }
  }
}
