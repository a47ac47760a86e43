import CKernels
import Graphs
import Tensors

/// Trees of comparisons: a row walks each from its root to a leaf, whose votes go to targets.
struct DecisionTrees: Sendable {
  enum Fold: Int, Sendable {
    case average, sum, min, max
    /// A sum whose roundings are summed along and added at its end.
    case exactSum
  }
  enum Mode: UInt8, Sendable {
    case lessOrEqual, less, greaterOrEqual, greater, equal, notEqual, member
  }

  /// A comparison of one feature. Each outcome leads to a node, or below zero to leaf `-1 - place`.
  struct Node: Sendable {
    var split: Double
    var feature: Int32
    var whenTrue: Int32
    var whenFalse: Int32
    var mode: Mode
    /// Whether a NaN takes the true branch.
    var missing: Bool
  }

  let nodes: Buffer<Node>
  /// A place as in ``Node``.
  let roots: [Int32]
  /// The members that each node compares with, or no lists where no node does.
  let members: [[Double]]
  let votes: LeafVotes
  /// The most nodes that a walk passes.
  let depth: Int
  /// The greatest feature that a node asks for.
  let lastFeature: Int
  private let kernel: TreeKernel

  /// - Throws: `.mismatch` where a branch leads nowhere or in a circle, or a feature is negative.
  init(
    nodes: [Node], roots: [Int32], members: [[Double]] = [], votes: LeafVotes
  ) throws(OperatorError) {
    func leads(_ place: Int32) -> Bool {
      place < 0 ? -1 - Int(place) < votes.leafCount : Int(place) < nodes.count
    }
    guard roots.allSatisfy(leads),
      nodes.allSatisfy({ leads($0.whenTrue) && leads($0.whenFalse) && $0.feature >= 0 })
    else { throw .mismatch("a branch leads to no node or leaf, or a feature is negative") }
    self.nodes = Buffer(nodes)
    (self.roots, self.members, self.votes) = (roots, members, votes)
    depth = try Self.depth(roots, nodes)
    lastFeature = nodes.map { Int($0.feature) }.max() ?? -1
    kernel = TreeKernel(nodes, members: members)
  }

  /// - Throws: `.mismatch` where a walk does not end.
  private static func depth(_ roots: [Int32], _ nodes: [Node]) throws(OperatorError) -> Int {
    var depths = [Int](repeating: 1, count: nodes.count)
    // 0 is unseen, 1 on the way, 2 known to end.
    var states = [UInt8](repeating: 0, count: nodes.count)
    for root in roots where root >= 0 && states[Int(root)] == 0 {
      var stack = [(node: Int(root), isDone: false)]
      while let (node, isDone) = stack.popLast() {
        let inner = [nodes[node].whenTrue, nodes[node].whenFalse].filter { $0 >= 0 }.map(Int.init)
        if isDone {
          states[node] = 2
          depths[node] = 1 + (inner.map { depths[$0] }.max() ?? 0)
          continue
        }
        if states[node] == 2 { continue }
        states[node] = 1
        stack.append((node, true))
        for next in inner {
          guard states[next] != 1 else { throw .mismatch("node \(next) leads back to itself") }
          if states[next] == 0 { stack.append((next, false)) }
        }
      }
    }
    return roots.map { $0 < 0 ? 0 : depths[Int($0)] }.max() ?? 0
  }

  /// - Throws: `.mismatch` where a node asks for a feature that rows do not have.
  func check(features: Int?) throws(OperatorError) {
    guard let features, lastFeature >= features else { return }
    throw .mismatch("a node asks for feature \(lastFeature), but the input has \(features)")
  }
}

/// What leaves add to targets: leaf k has the votes `ends[k] ..< ends[k + 1]`.
struct LeafVotes: Sendable {
  let ends: [Int]
  let targets: [Int32]
  let weights: [Double]

  var leafCount: Int { ends.count - 1 }
  /// The most votes of a leaf.
  let most: Int

  /// - Throws: `.attribute` where a vote is for no target.
  init(
    ends: [Int], targets: [Int], weights: [Double], of targetCount: Int, named name: String
  ) throws(OperatorError) {
    var own: [Int32] = []
    own.reserveCapacity(targets.count)
    for target in targets {
      guard target >= 0, target < targetCount, let place = Int32(exactly: target) else {
        throw .attribute(name, found: "\(target)", expected: "0 to \(targetCount - 1)")
      }
      own.append(place)
    }
    (self.ends, self.targets, self.weights) = (ends, own, weights)
    most = zip(ends, ends.dropFirst()).map { $1 - $0 }.max() ?? 0
  }
}

extension DecisionTrees {
  /// The folded votes of each row, `[rows, targets]`, tree after tree.
  ///
  /// - Parameter start: what a target has before the first vote; NaN gives way to any vote.
  func scores<F: WideFloat>(
    _ x: Buffer<F>, rows: Int, features: Int, targets: Int, _ fold: Fold, from start: F
  ) -> Buffer<F> {
    Buffer(count: rows * targets) { out in
      out.initialize(repeating: start)
      guard !out.isEmpty, !roots.isEmpty else { return }
      let room = fold == .exactSum ? Self.block * targets : 0
      let (source, target) = (SendablePointer(x), SendablePointer(out))
      let steps = max(1, roots.count * (depth + votes.most))
      Parallel.forEach(rows, grain: max(1, (1 << 14) / steps)) { range in
        SendablePointer<F>.withMemory(room) { rests in
          // Rows of one block walk a tree while its nodes are near.
          for first in stride(from: range.lowerBound, to: range.upperBound, by: Self.block) {
            let block = first..<Swift.min(first + Self.block, range.upperBound)
            let scores = ScoreRows(
              scores: target.base + first * targets, rests: rests.base, targets: targets)
            walk(source.base + first * features, features, rows: block.count, scores, fold)
          }
        }
      }
      withExtendedLifetime(x) {}
    }
  }

  private static let block = 64

  private func walk<F: WideFloat>(
    _ x: UnsafePointer<F>, _ features: Int, rows: Int, _ scores: ScoreRows<F>, _ fold: Fold
  ) {
    let count = rows * scores.targets
    if fold == .exactSum { scores.rests.initialize(repeating: 0, count: count) }
    kernel.add(self, x, features, rows, scores, fold)
    guard fold == .exactSum else { return }
    for k in 0..<count where !scores.rests[k].isNaN { scores.scores[k] += scores.rests[k] }
  }
}

extension DecisionTrees {
  /// What a sum of one leaf's votes a tree may be off by; none of another fold.
  func sumError(_ fold: Fold, unit: Double) -> Double {
    switch fold {
    case .min, .max: return 0
    case .average, .sum, .exactSum:
      let largest = votes.weights.reduce(0) { max($0, $1.magnitude) }
      let count = Double(roots.count * max(votes.most, 1))
      return unit * (count + 4) * count * largest
    }
  }

  /// The scores of trees, finished: sums of votes, each rounded.
  func estimate(
    _ operation: any Operator, _ request: EstimateRequest, _ fold: Fold, _ finish: ScoreFinish,
    output: Int
  ) throws(OperatorError) -> [Estimate?] {
    guard request.uncertain.isEmpty else { throw .unbounded("trees of uncertain inputs") }
    var outputs = try request.pointwise(operation, ulps: 1)
    guard let y = outputs[output], let exact = y.tensor, let scores = exact.doubles,
      let dtype = y.dtype, let own = y.errors
    else { return outputs }
    let unit = dtype.roundoff
    let largest = finish.offsets.reduce(0) { max($0, $1.magnitude) }
    let sum = sumError(fold, unit: unit) / Double(max(finish.divisor, 1)) + 2 * unit * largest
    let errors = try finish.errors(scores, sums: { _ in sum }, unit: unit)
    outputs[output] = Estimate(
      exact, dtype: dtype, errors: Buffer(zip(own, errors).map { $0 + $1 }))
    return outputs
  }
}
