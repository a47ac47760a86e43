import Testing

@testable import Operators

@Suite("Mathematics")
struct MathematicsTests {
  @Test("Float results are within their bounds of the exact ones", arguments: Sweep.ofFloat)
  func floatSweep(sweep: Sweep) throws {
    let bound = try #require(MathematicsTable.bounds[sweep.function]).float
    let worst = sweep.worst(Float.self) { UInt64($0.bitPattern) }
    #expect(worst.ulps <= bound + 0.125, "\(sweep.function)(\(worst.x))")
  }

  @Test("Double results are within their bounds of the exact ones", arguments: Sweep.ofDouble)
  func doubleSweep(sweep: Sweep) throws {
    let bound = try #require(MathematicsTable.bounds[sweep.function]).double
    let worst = sweep.worst(Double.self) { $0.bitPattern }
    #expect(worst.ulps <= bound + 0.125, "\(sweep.function)(\(worst.x))")
  }

  /// C, Annex F: a function, its argument, its value; all exact in both types.
  static let edges: [(String, Double, Double)] = [
    ("exp", 0, 1), ("exp", -.infinity, 0), ("exp", .infinity, .infinity), ("exp", 1e4, .infinity),
    ("exp", -1e4, 0), ("expm1", -0.0, -0.0), ("expm1", -.infinity, -1),
    ("expm1", .infinity, .infinity), ("log", 1, 0), ("log", 0, -.infinity),
    ("log", -0.0, -.infinity), ("log", -1, .nan), ("log", .infinity, .infinity),
    ("log2", 8, 3), ("log2", 0.125, -3), ("log2", 0, -.infinity), ("log2", -1, .nan),
    ("log10", 1000, 3), ("log10", 1, 0), ("log10", -1, .nan), ("log1p", -0.0, -0.0),
    ("log1p", -1, -.infinity), ("log1p", -2, .nan), ("log1p", .infinity, .infinity),
    ("sin", -0.0, -0.0), ("sin", .infinity, .nan), ("cos", 0, 1), ("cos", -.infinity, .nan),
    ("tan", -0.0, -0.0), ("tan", .infinity, .nan), ("asin", -0.0, -0.0), ("asin", 1.5, .nan),
    ("acos", 1, 0), ("acos", -1.5, .nan), ("atan", -0.0, -0.0), ("sinh", -0.0, -0.0),
    ("sinh", -.infinity, -.infinity), ("sinh", 1e4, .infinity), ("cosh", 0, 1),
    ("cosh", -.infinity, .infinity), ("tanh", -0.0, -0.0), ("tanh", -.infinity, -1),
    ("tanh", 1e4, 1), ("asinh", -0.0, -0.0), ("asinh", -.infinity, -.infinity), ("acosh", 1, 0),
    ("acosh", 0.5, .nan), ("acosh", .infinity, .infinity), ("atanh", -0.0, -0.0),
    ("atanh", 1, .infinity), ("atanh", -1, -.infinity), ("atanh", 2, .nan), ("erf", -0.0, -0.0),
    ("erf", .infinity, 1), ("erf", -.infinity, -1), ("erfc", 0, 1), ("erfc", .infinity, 0),
    ("erfc", -.infinity, 2),
  ]

  @Test("special arguments have the values of C's Annex F", arguments: edges)
  func edge(function: String, x: Double, expected: Double) {
    #expect(isSame(MathematicsTable.unary(function, x), expected))
    #expect(isSame(MathematicsTable.unary(function, Float(x)), Float(expected)))
  }

  @Test("NaN gives NaN", arguments: MathematicsTable.bounds.keys.sorted())
  func notANumber(function: String) {
    #expect(MathematicsTable.unary(function, Float.nan).isNaN)
    #expect(MathematicsTable.unary(function, Double.nan).isNaN)
    #expect(MathematicsTable.binary(function, Float.nan, 3).isNaN)
    #expect(MathematicsTable.binary(function, 3, Double.nan).isNaN)
  }

  /// IEEE 754-2019, 9.2.1: x, y, x^y; all exact in both types.
  static let powers: [(Double, Double, Double)] = [
    (.nan, 0, 1), (0, -0.0, 1), (1, .nan, 1), (1, -.infinity, 1), (-1, .infinity, 1),
    (0, 3, 0), (-0.0, 3, -0.0), (-0.0, 2, 0), (-0.0, 0.5, 0), (0, -3, .infinity),
    (-0.0, -3, -.infinity), (-0.0, -2, .infinity), (-0.0, -.infinity, .infinity),
    (-8, 1.0 / 3, .nan), (-2, 3, -8), (-2, 2, 4), (-2, -1, -0.5), (2, 10, 1024), (9, 0.5, 3),
    (0.5, .infinity, 0), (0.5, -.infinity, .infinity), (2, .infinity, .infinity),
    (2, -.infinity, 0), (.infinity, 2, .infinity), (.infinity, -2, 0),
    (-.infinity, 3, -.infinity), (-.infinity, 2, .infinity), (-.infinity, -3, -0.0),
    (-.infinity, 0.5, .infinity), (-1, 16_777_216, 1), (-1, 8_388_607, -1), (10, 1e5, .infinity),
    (0.1, 1e5, 0), (-10, 99_999, -.infinity),
  ]

  @Test("powers follow the table of IEEE 754", arguments: powers)
  func power(x: Double, y: Double, expected: Double) {
    #expect(isSame(Double.pow(x, y), expected))
    #expect(isSame(Float.pow(Float(x), Float(y)), Float(expected)))
  }

  /// C, Annex F: y, x, and the angle in quarters of π, signed zeros included.
  static let angles: [(Double, Double, Double)] = [
    (0, 1, 0), (-0.0, 1, -0.0), (0, -1, 4), (-0.0, -1, -4), (0, 0, 0), (-0.0, 0, -0.0),
    (0, -0.0, 4), (-0.0, -0.0, -4), (1, 0, 2), (-1, 0, -2), (1, 1, 1), (1, -1, 3),
    (-1, -1, -3), (-1, 1, -1),
    (.infinity, .infinity, 1), (.infinity, -.infinity, 3), (-.infinity, 5, -2),
    (5, .infinity, 0), (-5, .infinity, -0.0), (5, -.infinity, 4),
  ]

  @Test("atan2 knows the quadrant by the signs", arguments: angles)
  func angle(y: Double, x: Double, quarters: Double) {
    #expect(isSame(Double.atan2(y, x), quarters * 0.25 * .pi) || quarters.magnitude == 3)
    #expect((Double.atan2(y, x) - quarters * 0.25 * .pi).magnitude < 1e-15)
    #expect((Double(Float.atan2(Float(y), Float(x))) - quarters * 0.25 * .pi).magnitude < 2e-7)
    #expect(Float.atan2(Float(y), Float(x)).sign == quarters.sign)
  }

  /// x, y, and the remainder, all exact in both types.
  static let remainders: [(Double, Double, Double)] = [
    (5.5, 2, 1.5), (-5.5, 2, -1.5), (5.5, -2, 1.5), (6, 3, 0), (-6, 3, -0.0), (1, .infinity, 1),
    (1, 0, .nan), (.infinity, 1, .nan), (0, 1, 0), (-0.0, 1, -0.0), (0x1p100, 3, 1),
    (0x1p101, 3, 2), (0x1p120, 0x1.8p-120, 0x1p-120), (0x1p-149, 0x1p-148, 0x1p-149),
    (0x3p-149, 0x1p-148, 0x1p-149), (5, 0x1p-149, 0),
  ]

  @Test("fmod is exact and has the dividend's sign", arguments: remainders)
  func remainder(x: Double, y: Double, expected: Double) {
    #expect(isSame(Double.fmod(x, y), expected))
    #expect(isSame(Float.fmod(Float(x), Float(y)), Float(expected)))
  }

  /// Published decimals, beyond the type's precision.
  @Test("known values are met")
  func knownValues() {
    #expect((Double.exp(1) - 2.718281828459045235).magnitude <= 0x1p-51)
    #expect((Double.log(2) - 0.693147180559945309).magnitude <= 0x1p-53)
    #expect((Double.sin(1) - 0.841470984807896506).magnitude <= 0x1p-53)
    #expect((Double.cos(1) - 0.540302305868139717).magnitude <= 0x1p-53)
    #expect((Double.erf(1) - 0.842700792949714869).magnitude <= 0x1p-53)
    #expect((Double.erfc(2) - 0.004677734981047265838).magnitude <= 0x1p-59)
    #expect((Double.tanh(1) - 0.761594155955764888).magnitude <= 0x1p-53)
    #expect((Double.asinh(1) - 0.881373587019543025).magnitude <= 0x1p-53)
    #expect((Double.acosh(2) - 1.316957896924816709).magnitude <= 0x1p-52)
    #expect((Double.sin(1e22) + 0.852200849767188802).magnitude <= 0x1p-53)
    #expect((Float.sin(1e10) + 0.487506025).magnitude <= 0x1p-24)
  }

  @Test("subnormal arguments and results keep their digits")
  func subnormals() {
    let least = Float.leastNonzeroMagnitude
    #expect(Float.exp(-100) == 27 * least)
    #expect(Float.sin(least) == least)
    #expect(Float.pow(2, -149) == least)
    #expect(Double.log2(Double.leastNonzeroMagnitude) == -1074)
    #expect(Double.pow(2, -1074) == Double.leastNonzeroMagnitude)
  }

  private func isSame<F: WideFloat>(_ a: F, _ b: F) -> Bool {
    a.isNaN && b.isNaN || a == b && a.sign == b.sign
  }
}
