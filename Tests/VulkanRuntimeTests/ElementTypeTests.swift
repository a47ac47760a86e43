import Graphs
import Runtimes
import Tensors
import Testing

@testable import VulkanRuntime

@Suite("Shaders load and store")
struct ElementTypeTests {
  /// Runs `x` through a shader that reads one type and writes another.
  private func copied(_ x: Tensor, to dtype: DType) async throws -> Tensor {
    var test = TestGraph()
    let input = test.input()
    test.graph.outputs = test.add(
      Recipe.elementwise("Tests/Copy.comp", dtype, inputs: [x.dtype]), [input])
    return try await TestDevice.runtime().prepared(test.graph).run([.tensor(x)]).tensor()
  }

  private static let narrow = DType.allCases.filter { $0.isFloat && $0.bitWidth <= 16 }

  /// Every code of a type that fits into 16 bits.
  private static func codes(_ dtype: DType) -> Tensor? {
    let count = 1 << dtype.bitWidth
    let elements = Elements(count: count, dtype: dtype) { bytes in
      for i in 0..<count {
        if dtype.byteWidth == 1 {
          bytes[i] = UInt8(i)
        } else {
          bytes.storeBytes(of: UInt16(i), toByteOffset: 2 * i, as: UInt16.self)
        }
      }
    }
    return try? Tensor(elements, shape: [count])
  }

  /// Bit patterns all over float32, with every sign and exponent, and ties of every narrow type.
  private static let floats: [Float] = {
    var patterns: [UInt32] = [
      0, 0x8000_0000, 1, 0x7f80_0000, 0xff80_0000, 0x7f7f_ffff, 0x7fc0_0000,
    ]
    for high in stride(from: UInt32(0), through: 0xffff, by: 7) {
      for low: UInt32 in [0, 0xfff, 0x1000, 0x1001, 0x7fff, 0x8000, 0x8001] {
        patterns.append(high << 16 | low)
      }
    }
    for exponent in UInt32(90)..<160 {
      for step in UInt32(0)..<64 { patterns.append(exponent << 23 | step << 17) }
    }
    return patterns.map { Float(bitPattern: $0) }
  }()

  private func same(_ a: Float, _ b: Float) -> Bool {
    a.isNaN ? b.isNaN : a.bitPattern == b.bitPattern
  }

  @Test("every code of a narrow float, as the host decodes it", arguments: narrow)
  func decodes(dtype: DType) async throws {
    let x = try #require(Self.codes(dtype))
    guard case .float(let expected)? = x.widened(.native) else {
      Issue.record("\(dtype.name) does not widen to float32")
      return
    }
    let y = try await copied(x, to: .float).array(Float.self)
    let wrong = y.indices.filter { !same(y[$0], expected[$0]) }
    #expect(wrong.isEmpty, "codes \(wrong.prefix(4)) of \(wrong.count)")
  }

  @Test("floats narrowed as the host rounds them", arguments: narrow)
  func encodes(dtype: DType) async throws {
    let x = Tensor(vector: Self.floats)
    let expected = try Tensor(narrowing: .float(Buffer(Self.floats)), to: dtype, shape: x.shape)
    let y = try await copied(x, to: dtype)
    guard case .float(let a)? = y.widened(.native), case .float(let b)? = expected.widened(.native)
    else {
      Issue.record("\(dtype.name) does not widen to float32")
      return
    }
    let wrong = a.indices.filter { !same(a[$0], b[$0]) }
    let examples = wrong.prefix(4).map { "\(Self.floats[$0]): \(a[$0]), host \(b[$0])" }
    #expect(wrong.isEmpty, "\(wrong.count) differ: \(examples)")
  }

  @Test("integers with their low bits")
  func integers() async throws {
    let x = Tensor(vector: (-300...300).map { Int32($0) })
    for dtype in [DType.int8, .int16, .int32, .int4, .int2] {
      let wide = WideBuffer.int(Buffer((-300...300).map { Int64($0) }))
      let expected = try Tensor(narrowing: wide, to: dtype, shape: x.shape)
      #expect(try await copied(x, to: dtype).integers == expected.integers, "\(dtype.name)")
    }
    let u = Tensor(vector: (0...70_000).map { UInt32($0) })
    for dtype in [DType.uint8, .uint16, .uint32, .uint4, .uint2] {
      let wide = WideBuffer.uint(Buffer((0...70_000).map { UInt64($0) }))
      let expected = try Tensor(narrowing: wide, to: dtype, shape: u.shape)
      #expect(try await copied(u, to: dtype).integers == expected.integers, "\(dtype.name)")
    }
  }

  @Test("64-bit and complex numbers and booleans unchanged")
  func unchanged() async throws {
    let longs = [Int64.min, -1, 0, 1 << 40, .max]
    #expect(try await copied(Tensor(vector: longs), to: .int64).array(Int64.self) == longs)
    let ulongs = [UInt64.max, 0, 1 << 63]
    #expect(try await copied(Tensor(vector: ulongs), to: .uint64).array(UInt64.self) == ulongs)
    let doubles = [1.5, -.infinity, .leastNonzeroMagnitude, 0.1]
    #expect(try await copied(Tensor(vector: doubles), to: .double).array(Double.self) == doubles)
    let flags = [true, false, true]
    #expect(try await copied(Tensor(vector: flags), to: .bool).array(Bool.self) == flags)
    let c = [Complex64(1, -2), Complex64(.infinity, 0.5)]
    #expect(try await copied(Tensor(vector: c), to: .complex64).array(Complex64.self) == c)
    let z = [Complex128(1, -2), Complex128(.leastNonzeroMagnitude, 0.5)]
    #expect(try await copied(Tensor(vector: z), to: .complex128).array(Complex128.self) == z)
  }
}
