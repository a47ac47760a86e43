import Tensors
import Testing

@testable import Harness

/// Expected verdicts are numpy 2.4's, from `testing.assert_allclose` with rtol 1e-3 and atol 1e-7 on
/// the same values (ml_dtypes 0.6 for the types that numpy lacks).
@Suite("OfficialRule") struct OfficialRuleTests {
  static let rule = OfficialRule(rtol: 1e-3, atol: 1e-7)

  struct Row: CustomTestStringConvertible {
    let dtype: DType, expected: Double, found: Double, passes: Bool
    init(_ dtype: DType, _ expected: Double, _ found: Double, _ passes: Bool) {
      (self.dtype, self.expected, self.found, self.passes) = (dtype, expected, found, passes)
    }
    var testDescription: String { "\(dtype.name) \(found) for \(expected)" }
  }

  static let rows: [Row] = [
    Row(.float, 1, 1.001, true), Row(.float, 1, 1.001000165939331, false),
    Row(.float, 1000, 1001, true), Row(.float, 1000, 1001.0001, false),
    Row(.float, 0, 1e-7, true), Row(.float, 0, 1.01e-7, false), Row(.float, 1e-40, 0, true),
    Row(.float, 3.4028235e38, 3.4e38, true), Row(.float, 3.4028235e38, -3.4028235e38, false),
    // In float16, atol itself rounds to 2⁻²³, and the sum of both to the same as rtol.
    Row(.float16, 1, 1.0009765625, true), Row(.float16, 1, 1.001953125, false),
    Row(.float16, 0, 1.1920928955078125e-07, true), Row(.float16, 0, 1.7881393432617188e-07, false),
    Row(.float16, 65504, 65472, true), Row(.float16, 65504, 65408, false),
    Row(.float16, -60000, 60000, false),
    Row(.double, 1, 1.001, true), Row(.double, 1, 1.0010001000000002, false),
    // Two units in the last place, whatever rtol says.
    Row(.bfloat16, 1, 1.015625, true), Row(.bfloat16, 1, 1.0234375, false),
    Row(.bfloat16, 0, 1e-7, false),
    Row(.float8e4m3fn, 1, 1, true), Row(.float8e4m3fn, 1, 1.125, false),
    Row(.float8e5m2, 1, 1.25, false),
    // Integers have the same tolerance, computed in double, and do not wrap.
    Row(.int64, 1000, 1001, true), Row(.int64, 999, 1000, false), Row(.uint8, 0, 255, false),
    Row(.int4, 7, -8, false),
    Row(.float, .nan, -.nan, true), Row(.float, .nan, 1, false), Row(.float, 1, .nan, false),
    Row(.float, .infinity, .infinity, true), Row(.float, .infinity, -.infinity, false),
    Row(.float, .infinity, 3.4028235e38, false), Row(.float, 3.4028235e38, .infinity, false),
    Row(.float, .infinity, .nan, false), Row(.float, 0, -0.0, true), Row(.float16, -0.0, 0, true),
  ]

  @Test("accepts what numpy accepts", arguments: rows)
  func element(row: Row) throws {
    let verdict = Self.rule.judge(
      .tensor(try tensor(row.dtype, [row.found])),
      expected: .tensor(try tensor(row.dtype, [row.expected])), output: "y")
    #expect((verdict.mismatch == nil) == row.passes)
    #expect(verdict.comparisons.first?.compared == 1)
  }

  @Test("tells special values from rounding")
  func special() throws {
    func cause(_ found: Double, _ expected: Double) throws -> Mismatch.Cause? {
      Self.rule.judge(
        .tensor(try tensor(.float, [found])), expected: .tensor(try tensor(.float, [expected])),
        output: "y"
      ).mismatch?.cause
    }
    #expect(try cause(.nan, 1) == .special)
    #expect(try cause(3.4028235e38, .infinity) == .special)
    #expect(try cause(2, 1) == .compare)
  }

  @Test("looks at the shape before the elements")
  func shapes() throws {
    let pairs: [(Shape, Shape)] = [([1, 3], [3]), ([], [1]), ([0, 2], [2, 0]), ([0], [])]
    for (found, expected) in pairs {
      let verdict = Self.rule.judge(
        .tensor(try tensor(.float, Array(repeating: 1, count: found.count), found)),
        expected: .tensor(try tensor(.float, Array(repeating: 1, count: expected.count), expected)),
        output: "y")
      #expect(verdict.mismatch?.cause == .shape, "\(found) against \(expected)")
    }
    let empty = Value.tensor(try tensor(.float, [], [0, 2]))
    let verdict = Self.rule.judge(empty, expected: empty, output: "y")
    #expect(verdict.mismatch == nil && verdict.comparisons.first?.elements == 0)
  }

  @Test("compares element types before values")
  func types() throws {
    let verdict = Self.rule.judge(
      .tensor(try tensor(.bfloat16, [1])), expected: .tensor(try tensor(.uint16, [1])), output: "y")
    #expect(verdict.mismatch?.cause == .dtype)
    #expect(verdict.mismatch?.reason == "output 'y' is bfloat16, expected uint16")
  }

  @Test("compares every element and reports at most eight of each kind")
  func everyElement() throws {
    var found = Array(repeating: 1.0, count: 5000)
    let expected = Value.tensor(try tensor(.float, found, [5, 1000]))
    found[4999] = 2
    let last = Self.rule.judge(
      .tensor(try tensor(.float, found, [5, 1000])), expected: expected, output: "y")
    #expect(last.comparisons.first?.compared == 5000)
    #expect(last.comparisons.first?.first.map(\.index) == [[4, 999]])
    for offset in 100..<200 { found[offset] = Double(offset) }
    let many = try #require(
      Self.rule.judge(
        .tensor(try tensor(.float, found, [5, 1000])), expected: expected, output: "y"
      ).comparisons.first)
    #expect(many.mismatches == 101)
    #expect(many.first.map(\.offset) == Array(100..<108))
    #expect(many.worst.map(\.offset) == Array((192..<200).reversed()))
    #expect(many.worst.first?.abs == 198 && many.worst.first?.rel == 198)
  }

  @Test("obeys its atol")
  func atol() throws {
    let rule = OfficialRule(rtol: 0, atol: 0.5)
    let expected = Value.tensor(try tensor(.float, [1]))
    #expect(
      rule.judge(.tensor(try tensor(.float, [1.5])), expected: expected, output: "y").mismatch
        == nil)
    #expect(
      rule.judge(.tensor(try tensor(.float, [1.6])), expected: expected, output: "y").mismatch
        != nil)
  }

  @Test("compares strings, sequences and optionals exactly in number and order")
  func containers() throws {
    let a = Value.tensor(Tensor(vector: ["a", "b"]))
    let b = Value.tensor(Tensor(vector: ["a", "c"]))
    let kind = ValueKind.tensor(.string)
    func cause(_ found: Value, _ expected: Value) -> Mismatch.Cause? {
      Self.rule.judge(found, expected: expected, output: "s").mismatch?.cause
    }
    #expect(cause(a, a) == nil)
    #expect(cause(a, b) == .compare)
    #expect(cause(.sequence([a, b], of: kind), .sequence([a, b], of: kind)) == nil)
    #expect(cause(.sequence([a], of: kind), .sequence([a, b], of: kind)) == .count)
    #expect(cause(.sequence([a, a], of: kind), .sequence([a, b], of: kind)) == .compare)
    #expect(cause(.sequence([], of: kind), .sequence([], of: kind)) == nil)
    #expect(cause(.optional(nil, of: kind), .optional(nil, of: kind)) == nil)
    #expect(cause(.optional(nil, of: kind), .optional(a, of: kind)) == .count)
    #expect(cause(a, .sequence([a], of: kind)) == .dtype)
  }
}

/// A tensor of any number type from doubles.
func tensor(_ dtype: DType, _ values: [Double], _ shape: Shape? = nil) throws -> Tensor {
  let wide: WideBuffer =
    dtype.isFloat
    ? .double(Buffer(values))
    : dtype.isUnsignedInteger
      ? .uint(Buffer(values.map { UInt64($0) })) : .int(Buffer(values.map { Int64($0) }))
  return try Tensor(narrowing: wide, to: dtype, shape: shape ?? [values.count])
}
