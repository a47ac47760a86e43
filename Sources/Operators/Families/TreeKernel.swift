import CKernels

/// Decision trees as the kernel reads them.
struct TreeKernel: Sendable {
  private let nodes: [wonnx_tree_node]
  private let mode: wonnx_tree_mode
  /// Where the members of each node end, after a zero, and all of them.
  private let memberEnds: [Int]
  private let members: [Double]

  init(_ nodes: [DecisionTrees.Node], members lists: [[Double]]) {
    self.nodes = nodes.map {
      wonnx_tree_node(
        split: $0.split, next: ($0.whenFalse, $0.whenTrue), feature: $0.feature,
        mode: $0.mode.rawValue, missing: $0.missing ? 1 : 0)
    }
    let modes = Set(nodes.map(\.mode))
    mode =
      modes.count > 1
      ? WONNX_SEVERAL_MODES : wonnx_tree_mode(rawValue: UInt32(modes.first?.rawValue ?? 0))
    memberEnds = lists.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
    members = lists.flatMap { $0 }
  }

  /// Gives the votes of trees to the scores of rows.
  func add<F: TreeNumber>(
    _ trees: DecisionTrees, _ x: UnsafePointer<F>, _ features: Int, _ rows: Int,
    _ scores: ScoreRows<F>, _ fold: DecisionTrees.Fold
  ) {
    withPointers(trees) { all in
      all.target_count = scores.targets
      all.votes = wonnx_votes(rawValue: UInt32(fold.rawValue))
      F.add(&all, x, features, rows, scores.scores, fold == .exactSum ? scores.rests : nil)
    }
  }

  private func withPointers(_ trees: DecisionTrees, _ body: (inout wonnx_trees) -> Void) {
    let (roots, votes) = (trees.roots, trees.votes)
    nodes.withUnsafeBufferPointer { nodes in
      members.withUnsafeBufferPointer { members in
        memberEnds.withUnsafeBufferPointer { memberEnds in
          roots.withUnsafeBufferPointer { roots in
            votes.withPointers { ends, targets, weights in
              var all = wonnx_trees(
                nodes: nodes.baseAddress, roots: roots.baseAddress, root_count: roots.count,
                mode: mode, members: members.baseAddress, member_ends: memberEnds.baseAddress,
                ends: ends, targets: targets, weights: weights, target_count: 0,
                votes: WONNX_VOTES_SUM)
              body(&all)
            }
          }
        }
      }
    }
  }
}

extension LeafVotes {
  fileprivate func withPointers(
    _ body: (UnsafePointer<Int>?, UnsafePointer<Int32>?, UnsafePointer<Double>?) -> Void
  ) {
    ends.withUnsafeBufferPointer { ends in
      targets.withUnsafeBufferPointer { targets in
        weights.withUnsafeBufferPointer { weights in
          body(ends.baseAddress, targets.baseAddress, weights.baseAddress)
        }
      }
    }
  }
}

/// Scores of neighbouring rows, and what their roundings dropped.
struct ScoreRows<F> {
  let scores: UnsafeMutablePointer<F>
  let rests: UnsafeMutablePointer<F>
  let targets: Int
}

/// Features that trees have a kernel for.
protocol TreeNumber {
  static func add(
    _ trees: UnsafePointer<wonnx_trees>, _ x: UnsafePointer<Self>, _ features: Int, _ rows: Int,
    _ scores: UnsafeMutablePointer<Self>, _ rests: UnsafeMutablePointer<Self>?)
}

extension Float {
  static func add(
    _ trees: UnsafePointer<wonnx_trees>, _ x: UnsafePointer<Float>, _ features: Int, _ rows: Int,
    _ scores: UnsafeMutablePointer<Float>, _ rests: UnsafeMutablePointer<Float>?
  ) { wonnx_strees(trees, x, features, rows, scores, rests) }
}

extension Double {
  static func add(
    _ trees: UnsafePointer<wonnx_trees>, _ x: UnsafePointer<Double>, _ features: Int, _ rows: Int,
    _ scores: UnsafeMutablePointer<Double>, _ rests: UnsafeMutablePointer<Double>?
  ) { wonnx_dtrees(trees, x, features, rows, scores, rests) }
}
