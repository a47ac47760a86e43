/// An operator that does in one node what a model file writes as two.
package protocol FusedOperator: Operator {
  /// The operator of the first node: that of the fused node's attributes and revision.
  var leading: any Operator { get }
  /// The second node, which takes the first one's output; without inputs and outputs of its own.
  var following: Node { get }
}
