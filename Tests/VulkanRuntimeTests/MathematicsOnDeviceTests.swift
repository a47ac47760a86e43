import Graphs
import Interpreter
import Operators
import Runtimes
import Tensors
import Testing

@testable import VulkanRuntime

@Suite("The operators' mathematics on the device")
struct MathematicsOnDeviceTests {
  static let names = [
    "Acos", "Acosh", "Asin", "Asinh", "Atan", "Atanh", "Cos", "Cosh", "Erf", "Exp", "Log", "Sin",
    "Sinh", "Tan", "Tanh", "Sigmoid", "Softplus", "Sqrt", "Reciprocal",
  ]

  /// Bit patterns of every kind: zeros, subnormals, huge numbers, infinities, NaNs.
  static let patterns: [UInt64] = {
    var state: UInt64 = 0x243f_6a88_85a3_08d3
    let random = (0..<4000).map { _ -> UInt64 in
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
    return [0, 1 << 63, 1, 0x7ff0 << 48, 0xfff0 << 48, 0x7ff8 << 48] + random
  }()

  /// Arguments across the range that the functions bend in, and arbitrary bits.
  static let singles: [Float] =
    patterns.map { Float(bitPattern: UInt32(truncatingIfNeeded: $0 >> 32)) }
    + (-400...400).map { Float($0) / 37 }
  static let doubles: [Double] =
    patterns.map { Double(bitPattern: $0) } + (-400...400).map { Double($0) / 37 }

  private func graph(_ name: String) throws -> Graph {
    var test = TestGraph()
    let x = test.input()
    test.graph.outputs = [try test.add(name, [x])]
    return test.graph
  }

  private func outputs(_ name: String, _ x: Tensor) async throws -> (device: Tensor, host: Tensor) {
    let graph = try graph(name)
    let device = try await (try TestDevice.runtime()).prepare(graph).run([.tensor(x)])
    let host = try await Interpreter().prepare(graph).run([.tensor(x)])
    #expect(device.placements.map(\.place) == [.device])
    return (try #require(device.outputs[0].tensor), try #require(host.outputs[0].tensor))
  }

  /// The bits are the same, but for float32 that a device takes for zero because they are subnormal.
  @Test("gives the interpreter's results", arguments: names)
  func functions(name: String) async throws {
    let flushes = try TestDevice.runtime().profile.flushesSubnormals != false
    let single = try await outputs(name, Tensor(vector: Self.singles))
    let (a, b) = (
      try single.device.elements(as: Float.self), try single.host.elements(as: Float.self)
    )
    for (index, x) in Self.singles.enumerated() where !(a[index].isNaN && b[index].isNaN) {
      if flushes, x.isSubnormal || b[index].isSubnormal { continue }
      #expect(
        a[index].bitPattern == b[index].bitPattern,
        "\(name)(\(x)) is \(a[index]), the interpreter says \(b[index])")
    }
    let double = try await outputs(name, Tensor(vector: Self.doubles))
    let (c, d) = (
      try double.device.elements(as: Double.self), try double.host.elements(as: Double.self)
    )
    for (index, x) in Self.doubles.enumerated() where !(c[index].isNaN && d[index].isNaN) {
      #expect(
        c[index].bitPattern == d[index].bitPattern,
        "\(name)(\(x)) is \(c[index]), the interpreter says \(d[index])")
    }
  }

  /// x · Φ(x), with the normal distribution's Φ(1) = 0.841344746068542948585… and 1 - Φ(1).
  @Test("gives Gelu of doubles to its last digits")
  func gelu() async throws {
    var test = TestGraph()
    let x = test.input()
    test.graph.outputs = try test.add("Gelu", [x], outputs: 1, opset: 20)
    let result = try await TestDevice.runtime().prepare(test.graph).run([
      .tensor(Tensor(vector: [0, 1, -1] as [Double]))
    ])
    let y = try #require(result.outputs[0].tensor).elements(as: Double.self)
    for (y, expected) in zip(y, [0, 0.8413447460685429, -0.15865525393145707]) {
      #expect((y - expected).magnitude <= 2e-16)
    }
  }
}
