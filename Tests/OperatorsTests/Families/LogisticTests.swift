import Graphs
import Tensors
import Testing

@testable import Operators

/// e^-100 is 26.547 · 2^-149, e^-103 is 1.3217 · 2^-149, and e^-740 is 84.781 · 2^-1074: subnormal numbers, where
/// e^100, e^103 and e^740 are beyond their types.
@Suite("The logistic function") struct LogisticTests {
  @Test("is a power where that is subnormal, and 0 below") func subnormal() {
    #expect(logistic(-100 as Float) == 27 * 0x1p-149)
    #expect(logistic(-103 as Float) == 0x1p-149)
    #expect(logistic(-105 as Float) == 0 && logistic(-.infinity as Float) == 0)
    #expect(logistic(-740 as Double) == 85 * 0x1p-1074)
  }

  @Test("is a half at 0, a quarter at -log 3, and 1 far out") func usual() {
    #expect(logistic(0 as Float) == 0.5 && logistic(-0.0 as Float) == 0.5)
    #expect(abs(logistic(-1.0986122886681098 as Double) - 0.25) <= 0x1p-53)
    #expect(logistic(40 as Float) == 1 && logistic(.infinity as Float) == 1)
    #expect(logistic(Float.nan).isNaN)
  }

  @Test("is that of gates and of scores too")
  func users() {
    let gate = RecurrentActivation(kind: .sigmoid, alpha: 1, beta: 0)
    #expect(gate(-100 as Float) == 27 * 0x1p-149)
    var scores: [Float] = [-100, 0]
    scores.withUnsafeMutableBufferPointer { PostTransform.logistic.apply($0) }
    #expect(scores == [27 * 0x1p-149, 0.5])
  }

  /// -100 · e^-100 is -2654.7 · 2^-149; the power's own rounding is off by half a unit, a hundred times.
  @Test("weighs Swish and SwiGLU by a power that does not overflow")
  func swish() throws {
    let expected = -2654.7 * 0x1p-149
    let share = 51 * 0x1p-149
    try Meaning(
      "Swish", 24, of: try .floats(-100), is: try .floats(Float(expected)), within: share
    ).check()
    try Meaning(
      "SwiGLU", 28, of: try .floats(-100), try .floats(1), is: try .floats(Float(expected)),
      within: share
    ).check()
  }

  @Test("has bounds that leave 0 out where the result is subnormal")
  func bound() throws {
    let x = Estimate(try Tensor([-95 as Double], shape: [1]), dtype: .float, errors: nil)
    let y = try Reals(x).logistic
    // e^-95 is 3940 · 2^-149.
    #expect(abs(y.values[0] - 3939.976 * 0x1p-149) < 0x1p-149 && y.errors[0] < 8 * 0x1p-149)
  }
}
