import CKernels
import Graphs
import Testing

@testable import Operators

@Suite("Kernels over floats", .serialized)
struct FloatKernelTests {
  #if DEBUG
    static let sampleCount = 1 << 10
  #else
    static let sampleCount = 1 << 20
  #endif

  static let levels: [wonnx_level] = [WONNX_LEVEL_PORTABLE, WONNX_LEVEL_AVX2, WONNX_LEVEL_AVX512]
    .filter { $0.rawValue <= wonnx_kernels_best().rawValue }

  /// Ends of ranges, and where the functions change from one formula to another.
  static let special: [Float] = [
    0, .leastNonzeroMagnitude, 0x1p-127, .leastNormalMagnitude, 0x1p-26, 0x1p-13, 0.4375, 0.5,
    0.625, 0.6875, 0.875, 1, 1.5, 2, 3, 3.95, 4, 18, 88.7, 90, 103.9, 104, 0x1p14, 0x1p23,
    4095.9998, 4096,
    0x1p34, 0x1p126, .greatestFiniteMagnitude, .infinity, .nan, Float(bitPattern: 0x7f80_0001),
  ].flatMap { [$0, -$0, $0.nextUp, -$0.nextUp] }

  static func samples(_ count: Int, seed: UInt64) -> [Float] {
    var state = seed
    return special
      + (0..<count).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Float(bitPattern: UInt32(truncatingIfNeeded: state >> 32))
      }
  }

  /// Bits, all NaN being one.
  static func bits(_ values: [Float]) -> [UInt32] {
    values.map { $0.isNaN ? Float.nan.bitPattern : $0.bitPattern }
  }

  /// Calls `body` at every level of this CPU.
  static func atLevels(_ body: (wonnx_level) -> Void) {
    defer { wonnx_kernels_limit(WONNX_LEVEL_AVX512) }
    for level in levels {
      wonnx_kernels_limit(level)
      body(level)
    }
  }

  /// A function, its kernel and its operator's name.
  struct Map: CustomTestStringConvertible {
    let testDescription: String
    let kernel: FloatMap
    let value: @Sendable (Float) -> Float
  }

  static let maps: [Map] = OperatorCatalog.standard.all.flatMap { type -> [Map] in
    let name = type.schema.name
    let attributes: [[String: AttributeValue]] =
      name == "Gelu" ? [[:], ["approximate": .string("tanh")]] : [[:]]
    return attributes.compactMap { given in
      let operation = try? TestNode(name, opset: 28, given).operation
      if let unary = operation as? any FloatUnary, let kernel = unary.kernel {
        return Map(testDescription: name, kernel: kernel) { unary.apply($0) }
      }
      if let unary = operation as? any NumericUnary, let kernel = unary.kernel {
        return Map(testDescription: name, kernel: kernel) { unary.apply($0) }
      }
      return nil
    }
  }

  @Test("have the bits of their operator's function", arguments: maps)
  func map(map: Map) {
    let x = Self.samples(Self.sampleCount, seed: 41)
    let expected = Self.bits(x.map(map.value))
    Self.atLevels { level in
      var y = [Float](repeating: 0, count: x.count)
      wonnx_smap(map.kernel, x, &y, x.count)
      #expect(Self.bits(y) == expected, "level \(level.rawValue)")
    }
  }

  @Test("are found in the catalog") func coverage() { #expect(Self.maps.count == 39) }

  @Test("of pairs have the bits of their operator's function")
  func pairs() throws {
    let a = Self.samples(Self.sampleCount, seed: 42)
    let b = Self.samples(Self.sampleCount, seed: 43).shuffledBySeed
    var functions: [(FloatPairing, (Float, Float) -> Float)] = [(WONNX_POW, { .pow($0, $1) })]
    for name in ["Add", "Sub", "Mul", "Div", "PRelu"] {
      let operation = try TestNode(name, opset: 16, inputs: 2).operation
      let binary = try #require(operation as? any NumericBinary)
      functions.append((try #require(binary.kernel), { binary.apply($0, $1) }))
    }
    for name in ["Max", "Min"] {
      let operation = try TestNode(name, opset: 13, inputs: 2).operation
      let variadic = try #require(operation as? any Variadic)
      functions.append((try #require(variadic.kernel), { variadic.join($0, $1) }))
    }
    for (kernel, value) in functions {
      let expected = Self.bits(zip(a, b).map(value))
      Self.atLevels { level in
        var y = [Float](repeating: 0, count: a.count)
        wonnx_szip(kernel, a, 1, b, 1, &y, y.count)
        #expect(Self.bits(y) == expected, "pairing \(kernel.rawValue), level \(level.rawValue)")
      }
    }
  }

  @Test(
    "of a power have its bits for each exponent that is common",
    arguments: [
      -2, -1, -0.5, -0.0, 0, 0.5, 1, 2, 3, 10, 1e10, .infinity, .nan,
    ] as [Float])
  func powers(exponent: Float) {
    let x = Self.samples(Self.sampleCount / 4, seed: 44)
    let expected = Self.bits(x.map { .pow($0, exponent) })
    Self.atLevels { level in
      var y = [Float](repeating: 0, count: x.count)
      wonnx_szip(WONNX_POW, x, 1, [exponent], 0, &y, x.count)
      #expect(Self.bits(y) == expected, "level \(level.rawValue)")
    }
  }

  @Test("write as many results as they are asked for, wherever those lie")
  func lengths() {
    let x = Self.samples(200, seed: 45)
    Self.atLevels { level in
      for count in 0...70 {
        for offset in [0, 1, 3] {
          var y = [Float](repeating: 7, count: 80)
          x.withUnsafeBufferPointer { x in
            y.withUnsafeMutableBufferPointer { y in
              guard let x = x.baseAddress, let y = y.baseAddress else { return }
              wonnx_smap(FloatMap(WONNX_EXP), x + offset, y + offset, count)
              wonnx_szip(WONNX_ADD, y + offset, 1, x, 0, y + offset, count)
              wonnx_szip(WONNX_SUB, x + 5, 0, y + offset, 1, y + offset, count)
            }
          }
          var expected = [Float](repeating: 7, count: 80)
          for i in offset..<offset + count { expected[i] = x[5] - (.exp(x[i]) + x[0]) }
          #expect(Self.bits(y) == Self.bits(expected), "level \(level.rawValue), count \(count)")
        }
      }
    }
  }
}

extension [Float] {
  /// The elements in an order in which special ones meet others.
  fileprivate var shuffledBySeed: [Float] {
    indices.map { self[($0 * 7919 + 13) % count] }
  }
}
