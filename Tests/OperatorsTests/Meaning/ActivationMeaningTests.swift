import Graphs
import Tensors
import Testing

@testable import Operators

@Suite("What activations mean") struct ActivationMeaningTests {
  /// e⁻¹ = 0.36787944, e⁻² = 0.13533528, sigmoid(1) = 0.73105858, tanh(ln 2) = 0.6.
  static func rows() throws -> [Meaning] {
    [
      Meaning(
        "Celu", 12, ["alpha": .float(2)], of: try .floats(-2, 0, 3),
        is: try .floats(2 * (0.36787944 - 1), 0, 3)),
      Meaning(
        "Elu", 22, ["alpha": .float(0.5)], of: try .floats(-1, 0, 3),
        is: try .floats(0.5 * (0.36787944 - 1), 0, 3)),
      Meaning(
        "Selu", 22, ["alpha": .float(2), "gamma": .float(3)], of: try .floats(-1, 0, 4),
        is: try .floats(6 * (0.36787944 - 1), 0, 12)),
      Meaning("Mish", 22, of: try .floats(0, -.infinity), is: try .floats(0, .nan)),
      // softplus(0) = ln 2, so that Mish(0) is 0; far out it is x.
      Meaning("Mish", 22, of: try .floats(0, 100), is: try .floats(0, 100)),
      Meaning(
        "Softsign", 22, of: try .floats(-3, 0, 1), is: try .floats(-0.75, 0, 0.5)),
      Meaning(
        "Swish", 24, ["alpha": .float(0.5)], of: try .floats(2, 0, -200),
        is: try .floats(2 * 0.73105858, 0, 0)),
      Meaning(
        "ThresholdedRelu", 22, ["alpha": .float(2)], of: try .floats(2, 2.5, -3),
        is: try .floats(0, 2.5, 0)),
      Meaning(
        "SwiGLU", 28, of: try .floats(1, 0), try .floats(3, 5),
        is: try .floats(3 * 0.73105858, 0)),
    ]
  }

  @Test("holds", arguments: try rows())
  func holds(row: Meaning) throws { try row.check() }
}
