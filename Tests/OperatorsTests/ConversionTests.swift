import Graphs
import Tensors
import Testing

@testable import Operators

@Suite("Conversions of elements") struct ConversionTests {
  private func cast(_ x: Tensor, to target: DType) throws -> Tensor { try x.cast(to: target) }

  /// Around the ends of 8, 16, 32 and 64 bits, ties of float16 and bfloat16, and what is no number.
  static let numbers: [Double] = [
    0, -0.0, 0.5, -0.5, 0.99, 1.5, -1.5, 127.9, 128, -128.9, -129, 255.5, 256, 300, -300, 32767.5,
    40000, 65535.9, 65536, 70000, -70000, 2_147_483_520, 2_147_483_648, -2_147_483_648,
    -2_147_483_904, 4_294_967_040, 4_294_967_296, 0x1p63, -0x1p63, 0x1p64, 1e30, -1e30, .infinity,
    -.infinity, .nan, 1.000_488_281_25, 2049, 2051, 65504, 65520, 6e-8, 3e-8, 0x1p-149, 1e-46,
  ]

  /// A float's integer part in 32 bits where the type has less: its low bits.
  private func low(_ x: Double) -> Int64 {
    x.isNaN ? 0 : Int64(min(max(x.rounded(.towardZero), -0x1p31), 0x1p31 - 1))
  }

  @Test("takes integer parts: low bits below 32 bits, else the nearest end")
  func integerParts() throws {
    for source in [DType.float, .double] {
      let doubles = try Tensor(vector: Self.numbers).reshaped(to: [Self.numbers.count])
      let x = source == .double ? doubles : try cast(doubles, to: .float)
      let values = source == .double ? Self.numbers : Self.numbers.map { Double(Float($0)) }
      #expect(
        try cast(x, to: .int8).elements(as: Int8.self)
          .elementsEqual(values.map { Int8(truncatingIfNeeded: low($0)) }))
      #expect(
        try cast(x, to: .uint16).elements(as: UInt16.self)
          .elementsEqual(values.map { UInt16(truncatingIfNeeded: low($0)) }))
      #expect(
        try cast(x, to: .int32).elements(as: Int32.self).elementsEqual(
          values.map { Int32(low($0)) }))
      #expect(
        try cast(x, to: .int64).elements(as: Int64.self)
          .elementsEqual(
            values.map {
              $0.isNaN ? 0 : $0 >= 0x1p63 ? .max : $0 < -0x1p63 ? .min : Int64($0)
            }))
      #expect(
        try cast(x, to: .uint32).elements(as: UInt32.self)
          .elementsEqual(
            values.map { $0.isNaN || $0 < 0 ? 0 : $0 >= 0x1p32 ? .max : UInt32($0) }))
      #expect(
        try cast(x, to: .uint64).elements(as: UInt64.self)
          .elementsEqual(
            values.map { $0.isNaN || $0 < 0 ? 0 : $0 >= 0x1p64 ? .max : UInt64($0) }))
      #expect(
        try cast(x, to: .bool).elements(as: Bool.self).elementsEqual(values.map { $0 != 0 }))
    }
  }

  @Test("rounds to 16 bits once")
  func halves() throws {
    let numbers = Self.numbers.filter { !$0.isNaN }
    let x = try Tensor(vector: numbers).reshaped(to: [numbers.count])
    let singles = try cast(x, to: .float)
    #expect(
      try cast(x, to: .float16).elements(as: Float16.self).elementsEqual(
        numbers.map { Float16($0) }))
    #expect(
      try cast(singles, to: .float16).elements(as: Float16.self)
        .elementsEqual(numbers.map { Float16(Float($0)) }))
    #expect(
      try cast(singles, to: .bfloat16).elements(as: BFloat16.self)
        .elementsEqual(numbers.map { BFloat16(narrowing: Float($0)) }))
    #expect(
      try cast(cast(x, to: .float16), to: .double).elements(as: Double.self)
        .elementsEqual(numbers.map { Double(Float16($0)) }))
  }

  @Test("keeps integers' low bits, and rounds them to floats once")
  func integers() throws {
    let numbers: [Int64] = [
      0, 1, -1, 127, 128, -129, 255, 256, 65519, 65520, 16_777_217, 16_777_219, .max, .min,
      0x7fff_ffff, 0x8000_0000, 0x0100_0000_0000_0001,
    ]
    let x = Tensor(vector: numbers)
    #expect(
      try cast(x, to: .int8).elements(as: Int8.self)
        .elementsEqual(numbers.map { Int8(truncatingIfNeeded: $0) }))
    #expect(
      try cast(x, to: .uint32).elements(as: UInt32.self)
        .elementsEqual(numbers.map { UInt32(truncatingIfNeeded: $0) }))
    #expect(
      try cast(x, to: .float).elements(as: Float.self).elementsEqual(numbers.map { Float($0) }))
    #expect(
      try cast(cast(x, to: .int32), to: .float).elements(as: Float.self)
        .elementsEqual(numbers.map { Float(Int32(truncatingIfNeeded: $0)) }))
    #expect(
      try cast(x, to: .float16).elements(as: Float16.self)
        .elementsEqual(numbers.map { Float16(Double($0)) }))
    #expect(
      try cast(cast(x, to: .bool), to: .int32).elements(as: Int32.self)
        .elementsEqual(numbers.map { $0 == 0 ? 0 : 1 }))
    #expect(
      try cast(cast(x, to: .int4), to: .int64).elements(as: Int64.self)
        .elementsEqual(numbers.map { ($0 << 60) >> 60 }))
    #expect(
      try cast(cast(x, to: .uint2), to: .float).elements(as: Float.self)
        .elementsEqual(numbers.map { Float($0 & 3) }))
  }
}
