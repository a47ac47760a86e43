import Graphs
import Testing

@testable import Operators

@Suite("TreeEnsemble") struct DecisionTreesTests {
  private func trees(falseLeaf: Bool) throws -> DecisionTrees {
    try DecisionTrees(
      roots: [0], modes: [0], splits: [2], features: [0], branches: ([0], [falseLeaf ? 1 : 0]),
      areLeaves: ([true], [falseLeaf]), missing: [1], members: nil, weights: [10, 20],
      targets: [0, 0])
  }

  @Test("a NaN goes where the node says")
  func missing() throws {
    let trees = try trees(falseLeaf: true)
    #expect([1, 3, .nan].map { x in trees.leaf(from: 0) { (_) -> Double in x } } == [0, 1, 0])
  }

  @Test("refuses a node that leads back to itself")
  func circle() {
    #expect(throws: OperatorError.self) { try trees(falseLeaf: false) }
  }

  /// The quartile of the normal distribution is 0.6744897501960817.
  @Test("probit is the normal quantile")
  func probit() {
    var scores = [0.75, 0.5, 0.25]
    scores.withUnsafeMutableBufferPointer { DecisionTrees.Transform.probit.apply($0) }
    for (a, b) in zip(scores, [0.6744897501960817, 0, -0.6744897501960817]) {
      #expect(abs(a - b) < 1e-14)
    }
  }
}
