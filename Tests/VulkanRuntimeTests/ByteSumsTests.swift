import Graphs
import Interpreter
import Operators
import Runtimes
import Tensors
import Testing

@testable import VulkanRuntime

/// Products of bytes in tiles of floats against the interpreter, which multiplies integers.
@Suite("Products of bytes in tiles") struct ByteSumsTests {
  struct Work: CustomTestStringConvertible, Sendable {
    let name: String
    let a: Shape, b: Shape
    var attributes: [String: AttributeValue] = [:]
    var testDescription: String { "\(name) \(a) \(b)" }
  }
  static let all = [
    // A block of 256, two of them, and what is left.
    Work(name: "MatMulInteger", a: [33, 256], b: [256, 37]),
    Work(name: "MatMulInteger", a: [65, 515], b: [515, 70]),
    Work(name: "MatMulInteger", a: [2, 3, 40, 64], b: [2, 3, 64, 65]),
    Work(name: "ConvInteger", a: [1, 64, 15, 17], b: [33, 64, 1, 1]),
    Work(
      name: "ConvInteger", a: [1, 32, 15, 15], b: [40, 32, 1, 1],
      attributes: ["strides": .ints([2, 2])]),
    Work(
      name: "ConvInteger", a: [2, 40, 13, 11], b: [18, 20, 3, 3],
      attributes: ["group": .int(2), "pads": .ints([1, 2, 0, 1])]),
    Work(
      name: "ConvInteger", a: [1, 40, 29, 27], b: [40, 1, 3, 3],
      attributes: ["group": .int(40), "pads": .ints([1, 1, 1, 1])]),
    Work(
      name: "ConvInteger", a: [1, 6, 7, 9, 10], b: [18, 6, 3, 2, 3],
      attributes: ["pads": .ints([1, 0, 1, 1, 1, 1])]),
  ]

  /// Every byte, or the greatest alone: of zero points at the other end each factor is then ±255.
  private func bytes(_ shape: Shape, isSigned: Bool, areGreatest: Bool) throws -> Tensor {
    try isSigned
      ? Tensor(
        (0..<shape.count).map { areGreatest ? Int8.min : Int8(truncatingIfNeeded: $0 &* 89) },
        shape: shape)
      : Tensor(
        (0..<shape.count).map { areGreatest ? UInt8.max : UInt8(truncatingIfNeeded: $0 &* 167) },
        shape: shape)
  }

  @Test("have the interpreter's sums, greatest factors too", arguments: all, [false, true])
  func sums(work: Work, areGreatest: Bool) async throws {
    let inputs = [
      try bytes(work.a, isSigned: false, areGreatest: areGreatest),
      try bytes(work.b, isSigned: true, areGreatest: areGreatest),
      Tensor(scalar: areGreatest ? 0 as UInt8 : 131),
      Tensor(scalar: areGreatest ? 127 as Int8 : -5),
    ].map { Value.tensor($0) }
    for kernels in KernelStyle.allCases {
      var graph = TestGraph()
      let ids = inputs.map { _ in graph.input() }
      graph.graph.outputs = try graph.add(work.name, ids, outputs: 1, work.attributes)
      let expected = try await Interpreter().prepare(graph.graph).run(inputs).tensor()
      let result = try await TestDevice.runtime(kernels).prepared(graph.graph).run(inputs)
      #expect(result.placements.map(\.place) == [.device])
      #expect(try result.tensor().array(Int32.self) == expected.array(Int32.self))
    }
  }
}
