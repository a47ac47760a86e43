import Tensors
import Testing

@testable import Harness

@Suite("An option") struct OptionTests {
  @Test("that is a number keeps its bounds, or says them")
  func numbers() {
    #expect(NumberOption("runs", 1, in: 1...9).objection == nil)
    #expect(NumberOption("runs", 9, in: 1...9).objection == nil)
    #expect(NumberOption("runs", 0, in: 1...9).objection == "--runs is 0, expected 1 to 9.")
    #expect(
      NumberOption("timeout", .max, in: 1...86_400).objection
        == "--timeout is 9223372036854775807, expected 1 to 86400.")
    #expect(NumberOption("runs", .min, in: 1...9).objection != nil)
  }

  struct Row: CustomTestStringConvertible {
    let word: String, dtype: DType, value: Int128?
    var testDescription: String { "\(word) as \(dtype.name)" }
  }

  static let rows: [Row] = [
    Row(word: "5", dtype: .int64, value: 5), Row(word: "-5", dtype: .int8, value: -5),
    Row(word: "1e3", dtype: .int32, value: 1000), Row(word: "true", dtype: .int64, value: 1),
    // Beyond what a double tells apart.
    Row(word: "9007199254740993", dtype: .int64, value: 9_007_199_254_740_993),
    Row(word: "18446744073709551615", dtype: .uint64, value: 18_446_744_073_709_551_615),
    Row(word: "-9223372036854775808", dtype: .int64, value: -9_223_372_036_854_775_808),
    Row(word: "9223372036854775808", dtype: .int64, value: nil),
    Row(word: "-1", dtype: .uint64, value: nil), Row(word: "128", dtype: .int8, value: nil),
    Row(word: "-128", dtype: .int8, value: -128), Row(word: "7", dtype: .int4, value: 7),
    Row(word: "8", dtype: .int4, value: nil), Row(word: "3", dtype: .uint2, value: 3),
    Row(word: "1.5", dtype: .int64, value: nil), Row(word: "nan", dtype: .int64, value: nil),
    Row(word: "inf", dtype: .int64, value: nil), Row(word: "1e30", dtype: .int64, value: nil),
    Row(word: "1e300", dtype: .int64, value: nil), Row(word: "", dtype: .int64, value: nil),
    Row(word: "x", dtype: .int64, value: nil),
  ]

  @Test("that gives integers gives them whole", arguments: rows)
  func integers(row: Row) { #expect(IntegerText.value(row.word, as: row.dtype) == row.value) }
}
