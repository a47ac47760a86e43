import Graphs

extension TreeVoting {
  /// Two trees over two features, of three and two leaves; votes are listed under `votes`.
  static func forest(
    modes: [String] = ["BRANCH_LEQ", "BRANCH_LEQ", "BRANCH_LEQ"], votes: String,
    ids: [Int64], weights: [Double] = [0.5, -1, 0.75, 2, -0.25]
  ) -> [String: SampleAttribute] {
    let all = [modes[0], "LEAF", modes[1], "LEAF", "LEAF", modes[2], "LEAF", "LEAF"]
    return [
      "nodes_treeids": [0, 0, 0, 0, 0, 1, 1, 1], "nodes_nodeids": [0, 1, 2, 3, 4, 0, 1, 2],
      "nodes_featureids": [0, 0, 1, 0, 0, 1, 0, 0],
      "nodes_values": [0.25, 0, 0, 0, 0, -0.5, 0, 0],
      "nodes_modes": .list(all.map { .string($0) }),
      "nodes_truenodeids": [1, 0, 3, 0, 0, 1, 0, 0],
      "nodes_falsenodeids": [2, 0, 4, 0, 0, 2, 0, 0],
      "\(votes)_treeids": [0, 0, 0, 1, 1], "\(votes)_nodeids": [1, 3, 4, 1, 2],
      "\(votes)_ids": .list(ids.map { .int($0) }),
      "\(votes)_weights": .list(weights.map { .float($0) }),
    ]
  }

  /// Rows that meet each comparison's edges.
  static let edges = Draw.list([0.25, -0.5, 0.25, 0, 1, 0, -1, -0.5], [4, 2])
  static let comparisons = [
    "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT", "BRANCH_EQ", "BRANCH_NEQ",
  ]
}
