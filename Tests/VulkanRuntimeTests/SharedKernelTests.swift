import Graphs
import Interpreter
import Operators
import Runtimes
import Tensors
import Testing

@testable import VulkanRuntime

/// Kernels for a GPU's workgroups against the interpreter, each alternative, at extents that no tile
/// divides.
@Suite("Kernels of workgroups") struct SharedKernelTests {
  /// With sums that are rounded as they are written, whatever the device's `fma`.
  static let exact = Result {
    try TestDevice.make {
      $0.kernels = .groups
      $0.fused = .exact
    }
  }
  /// With the tiles of a device that multiplies and adds at once.
  static let plain = Result { try TestDevice.make { $0.kernels = .groups } }

  struct Work: CustomTestStringConvertible, Sendable {
    let name: String
    let shapes: [Shape]
    var attributes: [String: AttributeValue] = [:]
    var dtype = DType.float
    /// What the first alternative is, where a test says it.
    var first: String?
    var testDescription: String { "\(name) \(shapes) \(dtype.name)" }

    /// Numbers of all magnitudes from 2⁻⁶ to 2⁶, or small integers.
    func inputs(areIntegers: Bool) throws -> [Value] {
      var state: UInt64 = 0x9e37_79b9_7f4a_7c15
      return try shapes.map { shape in
        let values = (0..<shape.count).map { _ -> Float in
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          guard !areIntegers else { return Float(Int(state >> 60) - 8) }
          let magnitude = Float(sign: .plus, exponent: Int(state >> 40 & 7) - 6, significand: 1)
          return (Float(state >> 41) / 4_194_304 - 1) * magnitude
        }
        switch dtype {
        case .float16: return .tensor(try Tensor(values.map { Float16($0) }, shape: shape))
        case .bfloat16:
          return .tensor(
            try Tensor(values.map { BFloat16(rounding: Double($0)) }, shape: shape))
        default: return .tensor(try Tensor(values, shape: shape))
        }
      }
    }

    /// - Parameter isTyped: whether the inputs' types are known before a run.
    func graph(isTyped: Bool = false) throws -> Graph {
      var test = TestGraph()
      let inputs = shapes.map { _ in test.input() }
      for (id, shape) in zip(inputs, shapes) where isTyped {
        test.graph.types[id] = .tensor(TensorType(dtype, shape))
      }
      test.graph.outputs = try test.add(name, inputs, outputs: 1, attributes)
      return test.graph
    }
  }

  /// Runs a node by each of its kernels; every result has the interpreter's bits.
  ///
  /// - Returns: the kernels.
  @discardableResult
  private func compare(
    _ work: Work, on runtime: VulkanRuntime, _ inputs: [Value]
  ) async throws -> [String] {
    let graph = try work.graph()
    let expected = try await Interpreter().prepare(graph).run(inputs)
    let first = try await runtime.prepared(graph)
    let result = try await first.run(inputs)
    #expect(result.placements.map(\.place) == [.device])
    #expect(result.outputs[0].hasBits(of: expected.outputs[0]))
    guard let choice = await first.statistics.kernels.first?.choice else { return [] }
    #expect(choice.taken == choice.alternatives.first)
    for name in choice.alternatives.dropFirst() {
      let other = try await runtime.prepared(graph, choices: [choice.site: name])
      let found = try await other.run(inputs)
      #expect(found.outputs[0].hasBits(of: expected.outputs[0]), "by \(name)")
      #expect(await other.statistics.kernels.first?.choice.taken == name)
    }
    return choice.alternatives
  }

  static let products = [
    Work(name: "MatMul", shapes: [[17, 33], [33, 19]]),
    Work(name: "MatMul", shapes: [[5, 513], [513, 7]]),
    Work(name: "MatMul", shapes: [[3, 1, 17, 260], [2, 260, 6]]),
    Work(name: "MatMul", shapes: [[2, 3, 19, 64], [64, 21]]),
    Work(name: "MatMul", shapes: [[20, 1028], [1028, 24]], dtype: .float16),
    Work(name: "MatMul", shapes: [[9, 300], [300, 11]], dtype: .bfloat16),
    Work(name: "MatMul", shapes: [[1, 700], [700, 37]]),
    Work(name: "MatMul", shapes: [[41, 4500], [4500, 3]]),
    Work(name: "MatMul", shapes: [[3, 2, 300], [3, 300, 40]]),
  ]

  private static func gemm(
    _ a: Bool, _ b: Bool, _ rows: Int, _ depth: Int, _ columns: Int
  ) -> Work {
    let left: Shape = a ? [depth, rows] : [rows, depth]
    let right: Shape = b ? [columns, depth] : [depth, columns]
    return Work(
      name: "Gemm", shapes: [left, right, [columns]],
      attributes: [
        "transA": .int(a ? 1 : 0), "transB": .int(b ? 1 : 0), "alpha": .float(0.3),
        "beta": .float(0.7),
      ])
  }

  static let transposes = [
    gemm(false, false, 18, 517, 23), gemm(false, true, 18, 517, 23), gemm(true, false, 18, 517, 23),
    gemm(true, true, 18, 517, 23), gemm(false, false, 3, 900, 36), gemm(false, true, 3, 900, 36),
    gemm(true, false, 36, 900, 3), gemm(true, true, 36, 900, 3),
  ]

  static let windows = [
    Work(
      name: "Conv", shapes: [[2, 9, 13, 11], [17, 9, 3, 3], [17]],
      attributes: ["pads": .ints([1, 2, 0, 1])]),
    Work(
      name: "Conv", shapes: [[1, 57, 6, 7], [5, 57, 3, 3]],
      attributes: ["pads": .ints([1, 1, 1, 1])]),
    Work(
      name: "Conv", shapes: [[2, 12, 11, 9], [12, 6, 5, 3], [12]],
      attributes: ["group": .int(2), "strides": .ints([2, 2]), "dilations": .ints([1, 2])]),
    Work(
      name: "Conv", shapes: [[1, 6, 21, 22], [5, 6, 17, 17]],
      attributes: ["pads": .ints([8, 8, 8, 8])]),
    Work(name: "Conv", shapes: [[2, 300, 5, 5], [7, 300, 1, 1], [7]]),
    Work(
      name: "Conv", shapes: [[1, 280, 9, 9], [10, 280, 1, 1]],
      attributes: ["strides": .ints([2, 2])]),
    Work(
      name: "Conv", shapes: [[1, 6, 7, 9, 10], [8, 6, 3, 2, 3]],
      attributes: ["pads": .ints([1, 0, 1, 1, 1, 1])]),
    Work(name: "Conv", shapes: [[1, 16, 61], [24, 16, 5]], attributes: ["pads": .ints([2, 2])]),
    Work(
      name: "Conv", shapes: [[2, 10, 9, 11], [10, 1, 3, 3], [10]],
      attributes: ["group": .int(10), "pads": .ints([1, 1, 1, 1])]),
    Work(
      name: "Conv", shapes: [[1, 6, 9, 14], [12, 1, 3, 5]],
      attributes: ["group": .int(6), "strides": .ints([2, 3]), "dilations": .ints([2, 2])]),
    Work(
      name: "Conv", shapes: [[1, 64, 7, 8], [6, 32, 3, 3]],
      attributes: ["group": .int(2), "pads": .ints([0, 1, 1, 2])]),
  ]

  @Test("sum as written, in every product", arguments: products + transposes)
  func product(work: Work) async throws {
    try await compare(work, on: Self.exact.get(), work.inputs(areIntegers: false))
  }

  @Test("sum as written, under every window", arguments: windows)
  func convolution(work: Work) async throws {
    try await compare(work, on: Self.exact.get(), work.inputs(areIntegers: false))
  }

  @Test("leave padding out where weights are infinite")
  func infiniteWeights() async throws {
    for channels in [5, 29] {
      let work = Work(
        name: "Conv", shapes: [[1, channels, 6, 7], [9, channels, 3, 3], [9]],
        attributes: ["pads": .ints([1, 1, 1, 1])])
      var inputs = try work.inputs(areIntegers: false)
      var weights = try #require(inputs[1].tensor).array(Float.self)
      weights[4] = .infinity
      weights[9 * channels] = .nan
      inputs[1] = .tensor(try Tensor(weights, shape: work.shapes[1]))
      try await compare(work, on: Self.exact.get(), inputs)
    }
  }

  /// All tiles that a GPU gets; small integers have exact sums, however they are rounded.
  @Test("are whole in every tile")
  func tiles() async throws {
    let works = [
      Work(name: "MatMul", shapes: [[133, 300], [300, 139]]),
      Work(
        name: "Conv", shapes: [[1, 40, 11, 13], [70, 40, 3, 3]],
        attributes: ["pads": .ints([1, 1, 1, 1])]),
    ]
    for work in works {
      let kernels = try await compare(work, on: Self.plain.get(), work.inputs(areIntegers: true))
      #expect(kernels.count > 8, "\(kernels)")
    }
  }
}
