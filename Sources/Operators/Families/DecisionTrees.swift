import Graphs

/// Trees of comparisons as TreeEnsemble lists them.
struct DecisionTrees: Sendable {
  enum Fold: Int, Sendable { case average, sum, min, max }
  enum Transform: Int, Sendable { case none, softmax, logistic, softmaxOfNonzero, probit }
  enum Mode: Int, Sendable {
    case lessOrEqual, less, greaterOrEqual, greater, equal, notEqual, member
  }

  let roots: [Int]
  let modes: [Mode]
  let splits: [Double]
  let features: [Int]
  let branches: (whenTrue: [Int], whenFalse: [Int])
  let areLeaves: (whenTrue: [Bool], whenFalse: [Bool])
  /// Whether a NaN takes the true branch.
  let missing: [Bool]
  /// The members that each node compares with; empty but for `.member`.
  let members: [[Double]]
  let weights: [Double]
  let targets: [Int]
  /// The most nodes that a walk passes.
  let depth: Int

  /// - Throws: `.mismatch` where lists differ in length, or a branch leads nowhere or in a circle.
  init(
    roots: [Int], modes codes: [Int], splits: [Double], features: [Int],
    branches: (whenTrue: [Int], whenFalse: [Int]), areLeaves: (whenTrue: [Bool], whenFalse: [Bool]),
    missing: [Int]?, members: [Double]?, weights: [Double], targets: [Int]
  ) throws(OperatorError) {
    let count = codes.count
    let lengths = [
      splits.count, features.count, branches.whenTrue.count, branches.whenFalse.count,
      areLeaves.whenTrue.count, areLeaves.whenFalse.count, missing?.count ?? count,
    ]
    guard lengths.allSatisfy({ $0 == count }), weights.count == targets.count else {
      throw .mismatch("the lists of \(count) nodes or \(weights.count) leaves differ in length")
    }
    var modes: [Mode] = []
    for code in codes {
      guard let mode = Mode(rawValue: code) else {
        throw .attribute("nodes_modes", found: "\(code)", expected: "0 to 6")
      }
      modes.append(mode)
    }
    func leads(_ to: Int, isLeaf: Bool) -> Bool {
      (0..<(isLeaf ? weights.count : count)).contains(to)
    }
    guard roots.allSatisfy({ (0..<count).contains($0) }), features.allSatisfy({ $0 >= 0 }),
      (0..<count).allSatisfy({
        leads(branches.whenTrue[$0], isLeaf: areLeaves.whenTrue[$0])
          && leads(branches.whenFalse[$0], isLeaf: areLeaves.whenFalse[$0])
      })
    else { throw .mismatch("a branch leads to no node or leaf, or a feature is negative") }
    // The sets stand in the order of their nodes, each ended by a NaN.
    let sets = (members ?? []).split(
      omittingEmptySubsequences: false, whereSeparator: { $0.isNaN })
    let wanted = modes.count { $0 == .member }
    guard sets.count >= wanted || (members ?? []).isEmpty && wanted == 0 else {
      throw .mismatch("\(wanted) nodes test membership, but there are \(sets.count) sets")
    }
    var next = 0
    self.members = modes.map { mode in
      guard mode == .member else { return [] }
      next += 1
      return Array(sets[next - 1])
    }
    (self.roots, self.modes, self.splits, self.features) = (roots, modes, splits, features)
    (self.branches, self.areLeaves) = (branches, areLeaves)
    self.missing = missing?.map { $0 != 0 } ?? Array(repeating: false, count: count)
    (self.weights, self.targets) = (weights, targets)
    depth = try Self.depth(roots, branches, areLeaves)
  }

  /// - Throws: `.mismatch` where a walk does not end.
  private static func depth(
    _ roots: [Int], _ branches: (whenTrue: [Int], whenFalse: [Int]),
    _ areLeaves: (whenTrue: [Bool], whenFalse: [Bool])
  ) throws(OperatorError) -> Int {
    let count = branches.whenTrue.count
    var depths = [Int](repeating: 1, count: count)
    // 0 is unseen, 1 on the way, 2 known to end.
    var states = [UInt8](repeating: 0, count: count)
    for root in roots where states[root] == 0 {
      var stack = [(node: root, isDone: false)]
      while let (node, isDone) = stack.popLast() {
        let inner = [
          (branches.whenTrue[node], areLeaves.whenTrue[node]),
          (branches.whenFalse[node], areLeaves.whenFalse[node]),
        ].filter { !$0.1 }.map(\.0)
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
    return roots.map { depths[$0] }.max() ?? 0
  }

  /// The leaf that a row reaches.
  func leaf<F: WideFloat>(from root: Int, _ feature: (Int) -> F) -> Int {
    var node = root
    while true {
      let holds = holds(node, feature(features[node]))
      let next = holds ? branches.whenTrue[node] : branches.whenFalse[node]
      if holds ? areLeaves.whenTrue[node] : areLeaves.whenFalse[node] { return next }
      node = next
    }
  }

  private func holds<F: WideFloat>(_ node: Int, _ x: F) -> Bool {
    if x.isNaN { return missing[node] }
    let split = F(splits[node])
    switch modes[node] {
    case .lessOrEqual: return x <= split
    case .less: return x < split
    case .greaterOrEqual: return x >= split
    case .greater: return x > split
    case .equal: return x == split
    case .notEqual: return x != split
    case .member: return members[node].contains { F($0) == x }
    }
  }
}

extension DecisionTrees.Transform {
  /// Applies the transform to one row's scores.
  func apply<F: WideFloat>(_ scores: UnsafeMutableBufferPointer<F>) {
    switch self {
    case .none: break
    case .logistic: for k in scores.indices { scores[k] = 1 / (1 + .exp(-scores[k])) }
    case .softmax, .softmaxOfNonzero:
      let takesAll = self == .softmax
      let peak = scores.max() ?? 0
      var sum: F = 0
      for k in scores.indices where takesAll || scores[k] != 0 {
        scores[k] = .exp(scores[k] - peak)
        sum += scores[k]
      }
      guard sum != 0 else { return }
      for k in scores.indices { scores[k] /= sum }
    case .probit: for k in scores.indices { scores[k] = probit(scores[k]) }
    }
  }

  /// The quantile of the normal distribution: a guess by logarithms, then Newton's steps.
  private func probit<F: WideFloat>(_ share: F) -> F {
    let x = 2 * share - 1
    guard x > -1, x < 1 else { return x == 1 ? .infinity : x == -1 ? -.infinity : .nan }
    let rest = F.log((1 - x) * (1 + x))
    let half: F = 4.330746750799873 + rest / 2
    var y = ((half * half - rest / 0.147).squareRoot() - half).squareRoot()
    if x < 0 { y = -y }
    for _ in 0..<3 { y -= (F.erf(y) - x) / (1.1283791670955126 * F.exp(-y * y)) }
    return 1.4142135623730951 * y
  }
}
