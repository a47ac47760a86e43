import Graphs
import Tensors
import Testing

@Suite("LinearRegressor and LinearClassifier") struct LinearModelTests {
  @Test("a target is a product and an intercept")
  func regressor() throws {
    let node = try LearningNode(
      "LinearRegressor",
      [
        "coefficients": .floats([1, 2, 3, 4]), "intercepts": .floats([10, 20]), "targets": .int(2),
      ])
    #expect(try node.evaluate(try floats([1, 1, 2, 0], [2, 2]))[0].doubles == [13, 27, 12, 26])
    // A vector is one row.
    let row = try node.evaluate(Tensor(vector: [1, 1] as [Int64]))[0]
    #expect(row.shape == [1, 2] && row.doubles == [13, 27])
    #expect(throws: OperatorError.self) { try node.evaluate(try floats([1, 2, 3], [1, 3])) }
  }

  @Test("a class has a row of coefficients; the label is that of the greatest score")
  func classifier() throws {
    let node = try LearningNode(
      "LinearClassifier",
      [
        "coefficients": .floats([1, 0, 0, 1, 1, 1]), "intercepts": .floats([0, 0, -1]),
        "classlabels_ints": .ints([5, 6, 7]),
      ])
    let y = try node.evaluate(try floats([2, 0, 0, 2, 2, 2], [3, 2]))
    #expect(y[0].integers == [5, 6, 7])
    #expect(y[1].doubles == [2, 0, 1, 0, 2, 1, 2, 2, 3])
  }

  struct Row: CustomTestStringConvertible {
    let transform: String, intercepts: [Float]?, expected: [Double]
    var testDescription: String { "\(transform), intercepts \(intercepts ?? [])" }
  }

  /// The score of the row (1, 2) is 1 - 2 + 1 = 0 with the intercept, -1 without; 1/(1 + e) = 0.2689414213699951.
  @Test(
    "one row of coefficients scores the second of two classes",
    arguments: [
      Row(transform: "NONE", intercepts: [3], expected: [-2, 2]),
      Row(transform: "NONE", intercepts: nil, expected: [1, -1]),
      Row(
        transform: "LOGISTIC", intercepts: nil,
        expected: [0.7310585786300049, 0.2689414213699951]),
      Row(transform: "PROBIT", intercepts: [1.5], expected: [0, 0]),
    ])
  func single(row: Row) throws {
    var attributes: [String: AttributeValue] = [
      "coefficients": .floats([1, -1]), "classlabels_strings": .strings(["no", "yes"]),
      "post_transform": .string(row.transform),
    ]
    attributes["intercepts"] = row.intercepts.map { .floats($0) }
    let y = try LearningNode("LinearClassifier", attributes).evaluate(try floats([1, 2], [1, 2]))
    for (a, b) in zip(y[1].doubles ?? [], row.expected) { #expect(abs(a - b) < 1e-6) }
    #expect(y[0].texts == [row.expected[1] > row.expected[0] ? "yes" : "no"])
  }
}
