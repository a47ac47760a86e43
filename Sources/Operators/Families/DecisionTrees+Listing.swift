import Graphs
import Tensors

extension DecisionTrees {
  /// Trees as TreeEnsemble lists them: nodes and leaves apart.
  ///
  /// - Throws: `.mismatch` where lists differ in length.
  init(
    roots: [Int], modes codes: [Int], splits: [Double], features: [Int],
    branches: (whenTrue: [Int], whenFalse: [Int]), areLeaves: (whenTrue: [Bool], whenFalse: [Bool]),
    missing: [Int]?, members: [Double]?, votes: LeafVotes
  ) throws(OperatorError) {
    let count = codes.count
    let lengths = [
      splits.count, features.count, branches.whenTrue.count, branches.whenFalse.count,
      areLeaves.whenTrue.count, areLeaves.whenFalse.count, missing?.count ?? count,
    ]
    guard lengths.allSatisfy({ $0 == count }) else {
      throw .mismatch("the lists of \(count) nodes differ in length")
    }
    func place(_ to: Int, isLeaf: Bool) throws(OperatorError) -> Int32 {
      guard to >= 0, let place = Int32(exactly: to) else {
        throw .mismatch("a branch leads to no node or leaf, or a feature is negative")
      }
      return isLeaf ? -1 - place : place
    }
    var nodes: [Node] = []
    for index in 0..<count {
      guard let code = UInt8(exactly: codes[index]), let mode = Mode(rawValue: code) else {
        throw .attribute("nodes_modes", found: "\(codes[index])", expected: "0 to 6")
      }
      nodes.append(
        Node(
          split: splits[index], feature: try place(features[index], isLeaf: false),
          whenTrue: try place(branches.whenTrue[index], isLeaf: areLeaves.whenTrue[index]),
          whenFalse: try place(branches.whenFalse[index], isLeaf: areLeaves.whenFalse[index]),
          mode: mode, missing: missing.map { $0[index] != 0 } ?? false))
    }
    var places: [Int32] = []
    for root in roots { places.append(try place(root, isLeaf: false)) }
    try self.init(
      nodes: nodes, roots: places, members: try Self.sets(of: nodes, members ?? []), votes: votes)
  }

  /// The sets stand in the order of their nodes, each ended by a NaN.
  private static func sets(
    of nodes: [Node], _ members: [Double]
  ) throws(OperatorError) -> [[Double]] {
    let wanted = nodes.count { $0.mode == .member }
    guard wanted > 0 else { return [] }
    let sets = members.split(omittingEmptySubsequences: false, whereSeparator: { $0.isNaN })
    guard sets.count >= wanted else {
      throw .mismatch("\(wanted) nodes test membership, but there are \(sets.count) sets")
    }
    var next = 0
    return nodes.map { node in
      guard node.mode == .member else { return [] }
      next += 1
      return Array(sets[next - 1])
    }
  }

  /// Trees as TreeEnsembleClassifier and TreeEnsembleRegressor list them: leaves are nodes, a node is
  /// known by its tree's number and its own, and a tree starts with the first of its nodes.
  ///
  /// - Throws: `.mismatch` where lists differ in length, or a number is no node's or two nodes'.
  init(_ list: NodeList, _ votes: VoteList, targets: Int) throws(OperatorError) {
    let count = list.modes.count
    guard list.lengths.allSatisfy({ $0 == count }), votes.lengths.allSatisfy({ $0 == votes.count })
    else { throw .mismatch("the lists of \(count) nodes or \(votes.count) votes differ in length") }
    var places: [NodeNumber: Int32] = [:]
    var (branchCount, leafCount) = (Int32(0), Int32(0))
    var roots: [Int32] = []
    var trees: Set<Int> = []
    for index in 0..<count {
      let isLeaf = list.modes[index] == NodeList.leaf
      let place = isLeaf ? -1 - leafCount : branchCount
      if isLeaf { leafCount += 1 } else { branchCount += 1 }
      guard places.updateValue(place, forKey: list.number(index)) == nil else {
        throw .mismatch("tree \(list.trees[index]) has two nodes \(list.nodes[index])")
      }
      if trees.insert(list.trees[index]).inserted { roots.append(place) }
    }
    var nodes: [Node] = []
    nodes.reserveCapacity(Int(branchCount))
    for index in 0..<count where list.modes[index] != NodeList.leaf {
      func child(_ node: Int) throws(OperatorError) -> Int32 {
        guard let place = places[NodeNumber(tree: list.trees[index], node: node)] else {
          throw .mismatch("tree \(list.trees[index]) has no node \(node)")
        }
        return place
      }
      guard let mode = NodeList.comparisons[list.modes[index]] else {
        throw .attribute(
          "nodes_modes", found: "'\(list.modes[index])'", expected: "'LEAF', 'BRANCH_LEQ' …")
      }
      guard let feature = Int32(exactly: list.features[index]) else {
        throw .mismatch("a branch leads to no node or leaf, or a feature is negative")
      }
      nodes.append(
        Node(
          split: list.splits[index], feature: feature,
          whenTrue: try child(list.whenTrue[index]), whenFalse: try child(list.whenFalse[index]),
          mode: mode, missing: list.missing.map { $0[index] != 0 } ?? false))
    }
    try self.init(
      nodes: nodes, roots: roots,
      votes: try votes.byLeaf(places, leafCount: Int(leafCount), of: targets))
  }
}

/// A node of one of several trees.
struct NodeNumber: Hashable {
  let tree: Int
  let node: Int
}

/// Nodes in lists that belong together by their places.
struct NodeList {
  static let leaf = "LEAF"
  static let comparisons: [String: DecisionTrees.Mode] = [
    "BRANCH_LEQ": .lessOrEqual, "BRANCH_LT": .less, "BRANCH_GTE": .greaterOrEqual,
    "BRANCH_GT": .greater, "BRANCH_EQ": .equal, "BRANCH_NEQ": .notEqual,
  ]

  let trees: [Int]
  let nodes: [Int]
  let modes: [String]
  let features: [Int]
  let splits: [Double]
  let whenTrue: [Int]
  let whenFalse: [Int]
  let missing: [Int]?

  fileprivate var lengths: [Int] {
    [
      trees.count, nodes.count, features.count, splits.count, whenTrue.count, whenFalse.count,
      missing?.count ?? modes.count,
    ]
  }

  fileprivate func number(_ index: Int) -> NodeNumber {
    NodeNumber(tree: trees[index], node: nodes[index])
  }
}

/// The votes of leaves, in lists that belong together by their places.
struct VoteList {
  let trees: [Int]
  let nodes: [Int]
  let targets: [Int]
  let weights: [Double]
  /// What the attribute with the targets is called.
  let name: String

  var count: Int { targets.count }
  fileprivate var lengths: [Int] { [trees.count, nodes.count, weights.count] }

  /// The votes in the order of leaves, those of one as they are listed. A vote of a node that is no
  /// leaf does not count.
  fileprivate func byLeaf(
    _ places: [NodeNumber: Int32], leafCount: Int, of targetCount: Int
  ) throws(OperatorError) -> LeafVotes {
    var own: [[Int]] = Array(repeating: [], count: leafCount)
    for index in 0..<count {
      guard let place = places[NodeNumber(tree: trees[index], node: nodes[index])] else {
        throw .mismatch(
          "a vote is of node \(nodes[index]) of tree \(trees[index]), which is not there")
      }
      if place < 0 { own[-1 - Int(place)].append(index) }
    }
    let order = own.flatMap { $0 }
    return try LeafVotes(
      ends: own.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) },
      targets: order.map { targets[$0] }, weights: order.map { weights[$0] }, of: targetCount,
      named: name)
  }
}
