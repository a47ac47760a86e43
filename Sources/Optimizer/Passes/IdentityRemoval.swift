package import Graphs
import Operators
import Tensors

/// Removes nodes that give what they are given: `Identity`, and `Dropout` outside of training.
package struct IdentityRemoval: Pass {
  package let name = "identity-removal"
  package let summary = "Remove Identity, and Dropout outside of training"
  package let effect = Effect.exact

  package init() {}

  @concurrent package func rewrite(_ graph: Graph) async throws(PassError) -> Rewrite {
    let index = GraphIndex(graph)
    var rewrite = Rewrite()
    for (number, node) in graph.nodes.enumerated() {
      switch node.kind {
      case .identity: rewrite.bypass(number, in: index, "it gives its input")
      case .dropout where !index.mayDrop(node):
        guard node.outputs.dropFirst().allSatisfy({ index.isUnread($0) }) else { continue }
        rewrite.bypass(number, in: index, "it drops nothing outside of training")
      default: continue
      }
    }
    return rewrite
  }
}

extension GraphIndex {
  /// Whether a Dropout node may drop anything: from opset 12 on where `training_mode` may be true,
  /// before opset 7 where `is_test` is 0.
  fileprivate func mayDrop(_ node: Node) -> Bool {
    if node.opset >= 12 {
      guard node.inputs.count > 2, let training = node.inputs[2] else { return false }
      return scalar(training) != 0
    }
    guard node.opset < 7 else { return false }
    if case .int(let isTest) = node.attributes["is_test"] { return isTest == 0 }
    return true
  }
}
