import Graphs
import Interpreter
import Runtimes
import Tensors
import Testing

@testable import VulkanRuntime

extension TestDevice {
  /// One operator on the device and in the interpreter.
  static func run(
    _ name: String, _ inputs: [Tensor], _ attributes: [String: AttributeValue] = [:],
    outputs: Int = 1, domain: String = "", opset: Int = 13, kernels: KernelStyle = .lanes
  ) async throws -> (device: [Tensor], host: [Tensor]) {
    var test = TestGraph()
    let ids = inputs.map { _ in test.input() }
    test.graph.outputs = try test.add(
      name, ids, outputs: outputs, attributes, domain: domain, opset: opset)
    let values = inputs.map { Value.tensor($0) }
    let prepared = try await runtime(kernels).prepared(test.graph)
    let result = try await prepared.run(values)
    #expect(result.placements.map(\.place) == [.device])
    let expected = try await Interpreter().prepare(test.graph).run(values)
    return (result.outputs.compactMap(\.tensor), expected.outputs.compactMap(\.tensor))
  }
}

/// Expects the same shapes, types and bytes.
func expectSame(_ results: (device: [Tensor], host: [Tensor]), _ what: String = "") {
  #expect(results.device.count == results.host.count)
  for (index, (a, b)) in zip(results.device, results.host).enumerated() {
    #expect(a.shape == b.shape && a.dtype == b.dtype, "output \(index) \(what)")
    let isSame = a.elements.withBytes { a in b.elements.withBytes { a.elementsEqual($0) } }
    #expect(isSame == true, "output \(index) \(what)")
  }
}

extension Tensor {
  /// Multiples of a quarter between -4 and 4, or in types that lack them their integer parts, or of
  /// booleans whether they exceed 0.
  static func quarters(_ dtype: DType, _ shape: Shape, seed: UInt64 = 1) throws -> Tensor {
    var state = seed
    let values = (0..<shape.count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(Int(state >> 59) - 16) / 4
    }
    if dtype == .bool { return try Tensor(values.map { $0 > 0 }, shape: shape) }
    if dtype.isFloat {
      return try Tensor(narrowing: .float(Buffer(values)), to: dtype, shape: shape)
    }
    let whole = Buffer(values.map { Int64($0) })
    return try Tensor(narrowing: .int(whole), to: dtype, shape: shape)
  }

  /// Numbers of both signs whose sums round at every step.
  static func noise(_ dtype: DType, _ shape: Shape, seed: UInt64 = 1) throws -> Tensor {
    var state = seed
    let values = (0..<shape.count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(Int32(truncatingIfNeeded: state >> 32)) / Float(1 << 28)
    }
    return try Tensor(narrowing: .float(Buffer(values)), to: dtype, shape: shape)
  }

  /// Elements drawn from a type's notable bit patterns: zeros and infinities of both signs, NaNs of
  /// two kinds, subnormals, and the ends of integers.
  static func notable(_ dtype: DType, _ shape: Shape, seed: UInt64) throws -> Tensor {
    let isComplex = dtype == .complex64 || dtype == .complex128
    let width = isComplex ? dtype.byteWidth / 2 : dtype.byteWidth
    let sign: UInt64 = 1 << UInt64(8 * width - 1)
    var patterns: [UInt64] = [0, sign, 1, sign | 1, sign - 1, .max, 3]
    switch dtype {
    case .float, .complex64: patterns += [0x7f80_0000, 0xff80_0000, 0x7fc0_0000, 0x3f80_0000]
    case .double, .complex128: patterns += [0x7ff0 << 48, 0xfff0 << 48, 0x7ff8 << 48, 0x3ff0 << 48]
    case .float16: patterns += [0x7c00, 0xfc00, 0x7e00, 0x3c00]
    case .bfloat16: patterns += [0x7f80, 0xff80, 0x7fc0, 0x3f80]
    case .bool: patterns = [0, 1]
    default: break
    }
    var state = seed
    let elements = Elements(count: shape.count, dtype: dtype) { bytes in
      for i in 0..<bytes.count / width {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let pattern = patterns[Int(state >> 33) % patterns.count]
        for k in 0..<width { bytes[i * width + k] = UInt8(truncatingIfNeeded: pattern >> (8 * k)) }
      }
    }
    return try Tensor(elements, shape: shape)
  }
}
