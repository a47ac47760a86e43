import Graphs
import Tensors
import Testing

/// Two trees of one comparison each: x0 <= 2 ? 1 : 2, and x1 < 0 ? 4 : 8.
@Suite("TreeEnsembleRegressor and TreeEnsembleClassifier") struct TreeEnsembleTests {
  private static let nodes: [String: AttributeValue] = [
    "nodes_treeids": .ints([0, 0, 0, 1, 1, 1]), "nodes_nodeids": .ints([0, 1, 2, 0, 1, 2]),
    "nodes_modes": .strings(["BRANCH_LEQ", "LEAF", "LEAF", "BRANCH_LT", "LEAF", "LEAF"]),
    "nodes_featureids": .ints([0, 0, 0, 1, 0, 0]), "nodes_values": .floats([2, 0, 0, 0, 0, 0]),
    "nodes_truenodeids": .ints([1, 0, 0, 1, 0, 0]),
    "nodes_falsenodeids": .ints([2, 0, 0, 2, 0, 0]),
    "nodes_missing_value_tracks_true": .ints([1, 0, 0, 0, 0, 0]),
  ]

  private func votes(
    _ prefix: String, _ weights: [Float], ids: [Int64] = [0, 0, 0, 0]
  ) -> [String: AttributeValue] {
    Self.nodes.merging([
      "\(prefix)_treeids": .ints([0, 0, 1, 1]), "\(prefix)_nodeids": .ints([1, 2, 1, 2]),
      "\(prefix)_ids": .ints(ids), "\(prefix)_weights": .floats(weights),
    ]) { $1 }
  }

  static let rows: [Float] = [2, -1, 3, 0, .nan, .nan]

  struct Fold: CustomTestStringConvertible {
    let name: String, expected: [Double]
    var testDescription: String { name }
  }

  /// Leaves 1 and 4, 2 and 8, 1 (a NaN that tracks true) and 8.
  @Test(
    "a target joins the trees' votes, then its base is added",
    arguments: [
      Fold(name: "SUM", expected: [105, 110, 109]),
      Fold(name: "AVERAGE", expected: [102.5, 105, 104.5]),
      Fold(name: "MIN", expected: [101, 102, 101]), Fold(name: "MAX", expected: [104, 108, 108]),
    ])
  func folds(fold: Fold) throws {
    let attributes = votes("target", [1, 2, 4, 8]).merging([
      "aggregate_function": .string(fold.name), "base_values": .floats([100]),
    ]) { $1 }
    let node = try LearningNode("TreeEnsembleRegressor", attributes)
    let y = try node.evaluate(try floats(Self.rows, [3, 2]))[0]
    #expect(y.shape == [3, 1] && y.doubles == fold.expected)
  }

  @Test("a target without votes is its base", arguments: ["SUM", "AVERAGE", "MIN", "MAX"])
  func unreached(fold: String) throws {
    let attributes = votes("target", [1, 2, 4, 8]).merging([
      "aggregate_function": .string(fold), "n_targets": .int(2), "base_values": .floats([0, 7]),
    ]) { $1 }
    let y = try LearningNode("TreeEnsembleRegressor", attributes)
      .evaluate(try floats([2, -1], [1, 2]))[0]
    #expect(y.doubles?[1] == 7)
  }

  /// 2 and what follows it are one float and two doubles.
  @Test("a tensor of doubles compares in double")
  func doubles() throws {
    var attributes = votes("target", [1, 2, 4, 8])
    attributes["nodes_values"] = nil
    attributes["nodes_values_as_tensor"] = .tensor(Tensor(vector: [2, 0, 0, 0, 0, 0] as [Double]))
    let node = try LearningNode("TreeEnsembleRegressor", attributes)
    let x = try Tensor([2, -1, 2.0.nextUp, -1] as [Double], shape: [2, 2])
    #expect(try node.evaluate(x)[0].doubles == [5, 6])
  }

  @Test("integers are compared as floats")
  func integers() throws {
    let node = try LearningNode("TreeEnsembleRegressor", opset: 1, votes("target", [1, 2, 4, 8]))
    let x = try Tensor([2, -1, 3, 0] as [Int64], shape: [2, 2])
    #expect(try node.evaluate(x)[0].doubles == [5, 10])
  }

  @Test("classes are scored by their votes, and the first of the greatest wins")
  func classes() throws {
    let attributes = votes("class", [1, 2, 2, 8], ids: [0, 1, 1, 2]).merging([
      "classlabels_strings": .strings(["a", "b", "c"])
    ]) { $1 }
    let y = try LearningNode("TreeEnsembleClassifier", attributes)
      .evaluate(try floats(Self.rows, [3, 2]))
    #expect(y[0].texts == ["b", "c", "c"])
    #expect(y[1].doubles == [1, 2, 0, 0, 2, 8, 1, 0, 8])
  }

  struct Single: CustomTestStringConvertible {
    let transform: String, weights: [Float], expected: [Double], labels: [Int]
    var testDescription: String { "\(transform) of \(weights)" }
  }

  /// Of the rows' sums s: `[1 - s, s]` of shares, `[-s, s]` of margins; e/(e + 1/e) = 0.8807970779778823.
  @Test(
    "votes for one index of two classes score the second class",
    arguments: [
      Single(
        transform: "NONE", weights: [0.125, 0.5, 0.125, 0.5], expected: [0.75, 0.25, 0, 1],
        labels: [7, 9]),
      Single(
        transform: "NONE", weights: [-1, 2, -2, 0], expected: [3, -3, -2, 2], labels: [7, 9]),
      Single(
        transform: "LOGISTIC", weights: [0, 0, 0, 0], expected: [0.5, 0.5, 0.5, 0.5],
        labels: [7, 7]),
      Single(
        transform: "SOFTMAX", weights: [1, -1, 0, 0],
        expected: [0.1192029220221177, 0.8807970779778823, 0.8807970779778823, 0.1192029220221177],
        labels: [9, 7]),
    ])
  func single(row: Single) throws {
    let attributes = votes("class", row.weights).merging([
      "classlabels_int64s": .ints([7, 9]), "post_transform": .string(row.transform),
    ]) { $1 }
    let y = try LearningNode("TreeEnsembleClassifier", attributes)
      .evaluate(try floats([2, -1, 3, 0], [2, 2]))
    #expect(y[0].integers == row.labels)
    for (a, b) in zip(y[1].doubles ?? [], row.expected) { #expect(abs(a - b) < 1e-6) }
  }

  @Test("votes for the second of two classes leave the first without any")
  func second() throws {
    let attributes = votes("class", [0.125, 0.5, 0.125, 0.5], ids: [1, 1, 1, 1]).merging([
      "classlabels_int64s": .ints([7, 9])
    ]) { $1 }
    let y = try LearningNode("TreeEnsembleClassifier", attributes)
      .evaluate(try floats([2, -1, 3, 0], [2, 2]))
    #expect(y[0].integers == [9, 9])
    #expect(y[1].doubles == [0, 0.25, 0, 1])
  }

  /// Ten times the float next to 0.05 is 0.5 to the nearest float; a chain gives more.
  @Test("what additions round off is not lost")
  func exactSum() throws {
    let trees = Int64(10)
    let ids = AttributeValue.ints(Array(0..<trees))
    let zeros = AttributeValue.ints(Array(repeating: 0, count: 10))
    let node = try LearningNode(
      "TreeEnsembleRegressor",
      [
        "nodes_treeids": ids, "nodes_nodeids": zeros, "nodes_featureids": zeros,
        "nodes_modes": .strings(Array(repeating: "LEAF", count: 10)), "nodes_truenodeids": zeros,
        "nodes_falsenodeids": zeros, "nodes_values": .floats(Array(repeating: 0, count: 10)),
        "target_treeids": ids, "target_nodeids": zeros, "target_ids": zeros,
        "target_weights": .floats(Array(repeating: 0.05, count: 10)),
      ])
    #expect(try node.evaluate(try floats([1], [1, 1]))[0].doubles == [0.5])
  }

  struct Refusal: CustomTestStringConvertible {
    let what: String, attribute: String, value: AttributeValue
    var testDescription: String { what }
  }

  @Test(
    "refuses lists that do not belong together",
    arguments: [
      Refusal(
        what: "a child that is not there", attribute: "nodes_truenodeids",
        value: .ints([5, 0, 0, 1, 0, 0])),
      Refusal(
        what: "a tree that leads back", attribute: "nodes_truenodeids",
        value: .ints([0, 0, 0, 1, 0, 0])),
      Refusal(what: "too few modes", attribute: "nodes_modes", value: .strings(["LEAF"])),
      Refusal(
        what: "an unknown mode", attribute: "nodes_modes",
        value: .strings(["BRANCH", "LEAF", "LEAF", "BRANCH_LT", "LEAF", "LEAF"])),
      Refusal(
        what: "a node that is there twice", attribute: "nodes_nodeids",
        value: .ints([0, 1, 1, 0, 1, 2])),
      Refusal(
        what: "a negative feature", attribute: "nodes_featureids",
        value: .ints([-1, 0, 0, 1, 0, 0])),
      Refusal(what: "a vote of no node", attribute: "target_nodeids", value: .ints([1, 9, 1, 2])),
      Refusal(what: "a vote for no target", attribute: "target_ids", value: .ints([0, 0, 0, -1])),
      Refusal(what: "2^62 targets", attribute: "n_targets", value: .int(1 << 62)),
      Refusal(what: "no transform", attribute: "post_transform", value: .string("EXP")),
    ])
  func refusals(row: Refusal) {
    var attributes = votes("target", [1, 2, 4, 8])
    attributes[row.attribute] = row.value
    #expect(throws: (any Error).self) { try LearningNode("TreeEnsembleRegressor", attributes) }
  }
}
