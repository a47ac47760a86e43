import Graphs
import Tensors
import Testing

@testable import Operators

@Suite("Decision trees") struct DecisionTreesTests {
  private func trees(falseLeaf: Bool) throws -> DecisionTrees {
    try DecisionTrees(
      roots: [0], modes: [0], splits: [2], features: [0], branches: ([0], [falseLeaf ? 1 : 0]),
      areLeaves: ([true], [falseLeaf]), missing: [1], members: nil,
      votes: LeafVotes(
        ends: [0, 1, 2], targets: [0, 0], weights: [10, 20], of: 1, named: "leaf_targetids"))
  }

  @Test("a NaN goes where the node says")
  func missing() throws {
    let trees = try trees(falseLeaf: true)
    let scores = trees.scores(
      Buffer([1, 3, .nan] as [Double]), rows: 3, features: 1, targets: 1, .sum, from: 0)
    #expect(Array(scores) == [10, 20, 10])
  }

  @Test("refuses a node that leads back to itself")
  func circle() {
    #expect(throws: OperatorError.self) { try trees(falseLeaf: false) }
  }

  /// The quartile of the normal distribution is 0.6744897501960817.
  @Test("probit is the normal quantile")
  func probit() {
    var scores = [0.75, 0.5, 0.25]
    scores.withUnsafeMutableBufferPointer { PostTransform.probit.apply($0) }
    for (a, b) in zip(scores, [0.6744897501960817, 0, -0.6744897501960817]) {
      #expect(abs(a - b) < 1e-14)
    }
  }
}
