import CKernels
import Testing

/// Two trees of three nodes, over 19 rows: whole groups of walkers and what is left.
@Suite("Decision tree kernels") struct TreeTests {
  private static let modes = (0...7).map { wonnx_tree_mode(rawValue: UInt32($0)) }
  private static let values: [Float] = [-1, 0, 0.5, 1, 2, .nan, -.infinity]
  private let x: [Float] = (0..<38).map { Self.values[$0 * 5 % 7] }
  private let ends = [0, 1, 3, 3, 4, 6]
  private let targets: [Int32] = [0, 0, 1, 1, 1, 0]
  private let weights = [1, 0.1, 2, -4, 1e-9, 3]
  private let roots: [Int32] = [0, 1, -3]
  private let memberEnds = [0, 2, 2, 3]
  private let members = [1.0, -1, 2]

  private func nodes(_ mode: wonnx_tree_mode) -> [wonnx_tree_node] {
    let links: [(Double, Int32, Int32, Int32, UInt8)] = [
      (0.5, 1, 2, 0, 0), (0, -1, -2, 1, 1), (1, -5, -4, 0, 1),
    ]
    return links.enumerated().map { index, link in
      let own = mode == WONNX_SEVERAL_MODES ? UInt8(index * 3) : UInt8(mode.rawValue)
      return wonnx_tree_node(
        split: link.0, next: (link.1, link.2), feature: link.3, mode: own, missing: link.4)
    }
  }

  private func outcome(_ node: Int32, _ mode: UInt8, _ x: Double, _ split: Double) -> Bool {
    let own = members[memberEnds[Int(node)]..<memberEnds[Int(node) + 1]]
    return [
      x <= split, x < split, x >= split, x > split, x == split, x != split, own.contains(x),
    ][Int(mode)]
  }

  /// The votes of a row, tree after tree.
  private func expected(_ row: Int, _ nodes: [wonnx_tree_node], _ votes: wonnx_votes) -> [Float] {
    let isExtreme = votes == WONNX_VOTES_MIN || votes == WONNX_VOTES_MAX
    var scores = [Float](repeating: isExtreme ? .nan : 0, count: 2)
    for root in roots {
      var place = root
      while place >= 0 {
        let node = nodes[Int(place)]
        let value = Double(x[row * 2 + Int(node.feature)])
        let isTrue = value.isNaN ? node.missing == 1 : outcome(place, node.mode, value, node.split)
        place = isTrue ? node.next.1 : node.next.0
      }
      let leaf = Int(-1 - place)
      for vote in ends[leaf]..<ends[leaf + 1] {
        let (target, weight) = (Int(targets[vote]), Float(weights[vote]))
        let score = scores[target]
        switch votes {
        case WONNX_VOTES_AVERAGE: scores[target] += weight / 3
        case WONNX_VOTES_MIN: scores[target] = score.isNaN ? weight : min(score, weight)
        case WONNX_VOTES_MAX: scores[target] = score.isNaN ? weight : max(score, weight)
        default: scores[target] += weight
        }
      }
    }
    return scores
  }

  @Test(
    "give the votes of the definition", arguments: modes,
    (0...4).map { wonnx_votes(rawValue: UInt32($0)) })
  func votes(mode: wonnx_tree_mode, votes: wonnx_votes) {
    let nodes = nodes(mode)
    let rows = x.count / 2
    let isExtreme = votes == WONNX_VOTES_MIN || votes == WONNX_VOTES_MAX
    var scores = [Float](repeating: isExtreme ? .nan : 0, count: 2 * rows)
    var rests = [Float](repeating: 0, count: 2 * rows)
    nodes.withUnsafeBufferPointer { nodes in
      roots.withUnsafeBufferPointer { roots in
        ends.withUnsafeBufferPointer { ends in
          targets.withUnsafeBufferPointer { targets in
            weights.withUnsafeBufferPointer { weights in
              members.withUnsafeBufferPointer { members in
                memberEnds.withUnsafeBufferPointer { memberEnds in
                  var trees = wonnx_trees(
                    nodes: nodes.baseAddress, roots: roots.baseAddress, root_count: roots.count,
                    mode: mode, members: members.baseAddress, member_ends: memberEnds.baseAddress,
                    ends: ends.baseAddress, targets: targets.baseAddress,
                    weights: weights.baseAddress, target_count: 2, votes: votes)
                  wonnx_strees(&trees, x, 2, rows, &scores, &rests)
                }
              }
            }
          }
        }
      }
    }
    let wanted = (0..<rows).flatMap { expected($0, nodes, votes) }
    #expect(scores.map(\.bitPattern) == wanted.map(\.bitPattern))
  }
}
