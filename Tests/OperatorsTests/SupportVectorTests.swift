import Graphs
import Tensors
import Testing

@testable import Operators

@Suite("SVMRegressor and SVMClassifier") struct SupportVectorTests {
  struct Kernel: CustomTestStringConvertible {
    let name: String, expected: Double
    var testDescription: String { name }
  }

  /// X = (1, 2), vectors (1, 0) and (0, 1), coefficients 2 and 3, rho 1; gamma 0.5, coef0 1, degree 2:
  /// linear 2 · 1 + 3 · 2 + 1; poly 2 · 1.5² + 3 · 2² + 1; rbf 2 e^-2 + 3 e^-1 + 1;
  /// sigmoid 2 tanh 1.5 + 3 tanh 2 + 1.
  @Test(
    "a regression weighs the kernels of its vectors",
    arguments: [
      Kernel(name: "LINEAR", expected: 9), Kernel(name: "POLY", expected: 17.5),
      Kernel(name: "RBF", expected: 2.374308889987552),
      Kernel(name: "SIGMOID", expected: 5.702379238044376),
    ])
  func regressor(kernel: Kernel) throws {
    for (oneClass, expected) in [(0, kernel.expected), (1, 1)] {
      let node = try LearningNode(
        "SVMRegressor",
        [
          "kernel_type": .string(kernel.name), "kernel_params": .floats([0.5, 1, 2]),
          "support_vectors": .floats([1, 0, 0, 1]), "coefficients": .floats([2, 3]),
          "n_supports": .int(2), "rho": .floats([1]), "one_class": .int(Int64(oneClass)),
        ])
      let y = try node.evaluate(try floats([1, 2], [1, 2]))[0]
      #expect(y.shape == [1, 1] && abs((y.doubles?[0] ?? 0) - expected) < 1e-5)
    }
  }

  /// Linear machines of three classes with a vector each, 1, 2 and 3, at x = 1: kernels 1, 2, 3. With
  /// coefficients [[1, -1, 0], [1, 1, -1]], pairs decide 1 - 2 + 1 = 0, 1 + 0 + 0 = 1, 2 - 3 + 0.5 = -0.5, and so vote
  /// for 1, 0 and 2: as many votes each.
  private static let machines: [String: AttributeValue] = [
    "support_vectors": .floats([1, 2, 3]), "vectors_per_class": .ints([1, 1, 1]),
    "coefficients": .floats([1, -1, 0, 1, 1, -1]), "rho": .floats([1, 0, 0.5]),
    "classlabels_ints": .ints([10, 20, 30]),
  ]

  @Test("decisions are scores, and their votes choose the class, the first of equal ones")
  func votes() throws {
    let y = try LearningNode("SVMClassifier", Self.machines).evaluate(try floats([1], [1, 1]))
    #expect(y[0].integers == [10])
    #expect(y[1].shape == [1, 3] && y[1].doubles == [0, 1, -0.5])
  }

  @Test("of two classes the decision comes with both signs")
  func pair() throws {
    let node = try LearningNode(
      "SVMClassifier",
      [
        "support_vectors": .floats([1, 2]), "vectors_per_class": .ints([1, 1]),
        "coefficients": .floats([3, -1]), "rho": .floats([1]),
        "classlabels_strings": .strings(["a", "b"]),
      ])
    let y = try node.evaluate(try floats([1, -1], [2, 1]))
    #expect(y[0].texts == ["a", "b"])
    #expect(y[1].doubles == [-2, 2, 0, 0])
  }

  @Test("without vectors a class has a linear score")
  func linear() throws {
    let node = try LearningNode(
      "SVMClassifier",
      [
        "coefficients": .floats([1, 0, 0, 1]), "rho": .floats([1]),
        "classlabels_ints": .ints([4, 5]),
      ])
    let y = try node.evaluate(try floats([1, 2], [1, 2]))
    #expect(y[0].integers == [5])
    #expect(y[1].doubles == [2, 3])
  }

  /// Where the pairs' probabilities are p(i) / (p(i) + p(j)), those p are the answer; here 0.5, 0.3, 0.2.
  @Test("probabilities that fit every pair are found, to the error at which libsvm stops")
  func coupling() {
    let p = [0.5, 0.3, 0.2]
    let odds = [p[0] / p[1], p[0] / p[2], p[1] / p[2]]
    // With A = -1 and B = 0, a decision of log(odds) is the probability odds / (1 + odds).
    let decisions = odds.map { Double.log($0) }
    let coupling = PairwiseCoupling(slopes: [-1, -1, -1], shifts: [0, 0, 0], classes: 3)
    let found = coupling.probabilities(decisions)
    for (a, b) in zip(found, p) { #expect(abs(a - b) < 0.005) }
    #expect(abs(found.reduce(0, +) - 1) < 1e-12)
  }

  @Test("probabilities are scores, and votes still choose")
  func probabilities() throws {
    let node = try LearningNode(
      "SVMClassifier",
      Self.machines.merging([
        "prob_a": .floats([-1, -1, -1]), "prob_b": .floats([0, 0, 0]),
      ]) { $1 })
    let y = try node.evaluate(try floats([1], [1, 1]))
    #expect(y[0].integers == [10])
    #expect(y[1].shape == [1, 3])
    #expect(abs((y[1].doubles ?? []).reduce(0, +) - 1) < 1e-6)
  }

  @Test(
    "refuses numbers that do not belong together",
    arguments: [
      ("vectors_per_class", AttributeValue.ints([1, -1, 3])), ("coefficients", .floats([1])),
      ("rho", .floats([1])), ("kernel_type", .string("COSINE")), ("kernel_params", .floats([1])),
      ("prob_a", .floats([1])), ("support_vectors", .floats([1, 2])),
    ])
  func refusals(name: String, value: AttributeValue) {
    #expect(throws: (any Error).self) {
      try LearningNode("SVMClassifier", Self.machines.merging([name: value]) { $1 })
    }
  }
}
