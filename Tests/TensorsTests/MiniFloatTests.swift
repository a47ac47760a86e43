import Tensors
import Testing

@Suite("A float of few bits")
struct MiniFloatTests {
  /// Decoded values from the formats' definitions: sign, exponent and mantissa by hand.
  @Test("decodes its corner codes")
  func decodes() {
    #expect(Float8E4M3FN(bits: 0x7e).wide == 448)
    #expect(Float8E4M3FN(bits: 0x01).wide == 0x1p-9)
    #expect(Float8E4M3FN(bits: 0x7f).wide.isNaN && Float8E4M3FN(bits: 0xff).wide.isNaN)
    #expect(Float8E4M3FNUZ(bits: 0x7f).wide == 240 && Float8E4M3FNUZ(bits: 0x80).wide.isNaN)
    #expect(Float8E5M2(bits: 0x7b).wide == 57344 && Float8E5M2(bits: 0x7c).wide == .infinity)
    #expect(Float8E5M2FNUZ(bits: 0x7f).wide == 57344 && Float8E5M2FNUZ(bits: 1).wide == 0x1p-17)
    #expect((0..<8).map { Float4E2M1(bits: $0).wide } == [0, 0.5, 1, 1.5, 2, 3, 4, 6])
    #expect(Float6E2M3(bits: 31).wide == 7.5 && Float6E3M2(bits: 31).wide == 28)
    #expect(Float8E8M0(bits: 0).double == 0x1p-127 && Float8E8M0(bits: 255).wide.isNaN)
  }

  @Test("encodes every number that it decodes to the same code")
  func roundTrips() {
    func check<T: MiniFloat>(_ type: T.Type, codes: Int) {
      for code in 0..<codes {
        let value = T(bits: UInt8(code))
        guard !value.wide.isNaN else { continue }
        #expect(T(rounding: value.double).bits == value.bits || value.wide.isInfinite)
      }
    }
    check(Float8E4M3FN.self, codes: 256)
    check(Float8E4M3FNUZ.self, codes: 256)
    check(Float8E5M2.self, codes: 256)
    check(Float8E5M2FNUZ.self, codes: 256)
    check(Float4E2M1.self, codes: 16)
    check(Float6E2M3.self, codes: 64)
    check(Float6E3M2.self, codes: 64)
  }

  struct Row: CustomTestStringConvertible {
    let value: Double, saturates: Bool, e4m3fn: UInt8, e5m2: UInt8, e4m3fnuz: UInt8
    var testDescription: String { "\(value), \(saturates ? "saturating" : "not saturating")" }
  }

  /// The tables of Cast-19's documentation; 17 lies between 16 and 18, whose even neighbour is 16.
  static let rows: [Row] = [
    Row(value: 17, saturates: true, e4m3fn: 0x58, e5m2: 0x4c, e4m3fnuz: 0x60),
    Row(value: -0.0, saturates: true, e4m3fn: 0x80, e5m2: 0x80, e4m3fnuz: 0),
    Row(value: 1e6, saturates: true, e4m3fn: 0x7e, e5m2: 0x7b, e4m3fnuz: 0x7f),
    Row(value: -.infinity, saturates: true, e4m3fn: 0xfe, e5m2: 0xfb, e4m3fnuz: 0xff),
    Row(value: 1e6, saturates: false, e4m3fn: 0x7f, e5m2: 0x7c, e4m3fnuz: 0x80),
    Row(value: -.infinity, saturates: false, e4m3fn: 0xff, e5m2: 0xfc, e4m3fnuz: 0x80),
  ]

  @Test("rounds to even and saturates as Cast says", arguments: rows)
  func encodes(row: Row) {
    #expect(Float8E4M3FN.format.encode(row.value, saturates: row.saturates) == row.e4m3fn)
    #expect(Float8E5M2.format.encode(row.value, saturates: row.saturates) == row.e5m2)
    #expect(Float8E4M3FNUZ.format.encode(row.value, saturates: row.saturates) == row.e4m3fnuz)
  }

  @Test("of 16 bits rounds a double once")
  func roundsOnce() {
    // 1 + 2^-9 + 2^-40 is just above the middle of two bfloat16s; by way of Float it would be a tie.
    #expect(BFloat16(rounding: 1 + 0x1p-8 + 0x1p-40).bits == 0x3f81)
    #expect(BFloat16(rounding: 1 + 0x1p-8).bits == 0x3f80)
    #expect(BFloat16(narrowing: -.nan).bits == 0xffc0)
    #expect(BFloat16(rounding: 1e300).wide == .infinity)
  }
}
