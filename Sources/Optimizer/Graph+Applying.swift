import Graphs

/// Why a rewrite can't be applied.
struct RewriteDefect: Error {
  let sentence: String
}

extension Graph {
  /// The graph with a rewrite's edits made, its nodes in an order in which each finds its inputs.
  ///
  /// - Parameters:
  ///   - nextID: the first number that no value of the model has; moved on past those given out.
  ///   - outer: the graphs around this one.
  /// - Throws: what makes the result no graph.
  func applying(
    _ rewrite: Rewrite, nextID: inout Int, outer: Surroundings
  ) throws(RewriteDefect) -> Graph {
    let first = nextID
    nextID += rewrite.types.count
    func fresh(_ id: ValueID) -> ValueID { id.index < 0 ? ValueID(first - 1 - id.index) : id }

    var graph = self
    let plan = Substitution(rewrite, outputs: Set(outputs), fresh: fresh)
    let removed = rewrite.edits.reduce(into: Set<Int>()) { $0.formUnion($1.removes) }
    // What comes stands where the last of those that go stood.
    var inserted: [Int: [Node]] = [:]
    for edit in rewrite.edits where !edit.inserts.isEmpty {
      inserted[edit.removes.max() ?? 0, default: []] += edit.inserts
    }
    var changed: [Node] = []
    for (index, node) in nodes.enumerated() {
      if !removed.contains(index) { changed.append(try plan.applied(to: node)) }
      for node in inserted[index] ?? [] { changed.append(try plan.applied(to: node)) }
    }
    for edit in rewrite.edits {
      for (id, value) in edit.constants { graph.constants[fresh(id)] = value }
      for (id, name) in edit.names { graph.names[fresh(id)] = name }
      for id in edit.drops { graph.constants[id] = nil }
    }
    for (id, type) in rewrite.types { graph.types[fresh(id)] = type }
    // A value that an output's name replaces is known under that name alone.
    for (old, new) in plan.renamed {
      graph.types[new] = graph.types[new] ?? graph.types[old]
      graph.types[old] = nil
      graph.names[old] = nil
    }
    graph.nodes = changed
    graph.nodes = try graph.sorted()
    try graph.check(outer: outer)
    return graph
  }

  /// The nodes in an order in which each finds its inputs: the present one, where that does.
  private func sorted() throws(RewriteDefect) -> [Node] {
    var makers: [ValueID: Int] = [:]
    for (index, node) in nodes.enumerated() {
      for id in node.outputs { if let id { makers[id] = index } }
    }
    let needs = nodes.map { node in node.reads.compactMap { makers[$0] } }
    if needs.enumerated().allSatisfy({ index, needs in needs.allSatisfy { $0 < index } }) {
      return nodes
    }
    var isPlaced = [Bool](repeating: false, count: nodes.count)
    var isOpen = isPlaced
    var order: [Int] = []
    for start in nodes.indices where !isPlaced[start] {
      var path = [(node: start, followed: 0)]
      isOpen[start] = true
      while let (node, followed) = path.last {
        guard followed < needs[node].count else {
          isPlaced[node] = true
          order.append(node)
          path.removeLast()
          continue
        }
        path[path.count - 1].followed += 1
        let need = needs[node][followed]
        if isPlaced[need] { continue }
        guard !isOpen[need] else {
          throw RewriteDefect(sentence: "node '\(nodes[need].name)' reads what it makes")
        }
        isOpen[need] = true
        path.append((need, 0))
      }
    }
    return order.map { nodes[$0] }
  }

  /// Each value is made once, and before it is read.
  func check(outer: Surroundings) throws(RewriteDefect) {
    var known = Set(inputs).union(constants.keys)
    for node in nodes {
      for id in node.reads where !known.contains(id) && !outer.contains(id) {
        throw RewriteDefect(
          sentence: "node '\(node.name)' reads '\(names[id] ?? "\(id.index)")', which nothing makes"
        )
      }
      for id in node.outputs {
        guard let id else { continue }
        guard known.insert(id).inserted, !outer.contains(id) else {
          throw RewriteDefect(
            sentence: "'\(names[id] ?? "\(id.index)")' is made twice, by '\(node.name)' again")
        }
      }
    }
    for id in outputs where !known.contains(id) && !outer.contains(id) {
      throw RewriteDefect(sentence: "nothing makes output '\(names[id] ?? "\(id.index)")'")
    }
  }
}

/// Which value takes another's place.
private struct Substitution {
  /// For readers.
  private var reads: [ValueID: ValueID] = [:]
  /// For makers and readers alike: values that go by an output's name now.
  private(set) var renamed: [ValueID: ValueID] = [:]
  private let fresh: (ValueID) -> ValueID

  init(_ rewrite: Rewrite, outputs: Set<ValueID>, fresh: @escaping (ValueID) -> ValueID) {
    self.fresh = fresh
    for edit in rewrite.edits {
      for (old, new) in edit.aliases {
        if outputs.contains(old) {
          renamed[fresh(new)] = fresh(old)
        } else {
          reads[fresh(old)] = fresh(new)
        }
      }
    }
    followAliases()
  }

  /// Makes of aliases of aliases the values that they end at.
  private mutating func followAliases() {
    for start in Array(reads.keys) {
      var path = [start]
      while let next = reads[path[path.count - 1]], path.count <= reads.count { path.append(next) }
      guard let end = path.popLast() else { continue }
      for id in path { reads[id] = end }
    }
  }

  private func read(_ id: ValueID) -> ValueID {
    let id = reads[fresh(id)] ?? fresh(id)
    return renamed[id] ?? id
  }

  func applied(to node: Node) throws(RewriteDefect) -> Node {
    var node = node
    node.inputs = node.inputs.map { $0.map(read) }
    node.outputs = node.outputs.map { $0.map { renamed[fresh($0)] ?? fresh($0) } }
    guard !(reads.isEmpty && renamed.isEmpty), !node.operation.bodies.isEmpty else { return node }
    do {
      var bodies: [Graph] = []
      for body in node.bodies { bodies.append(try applied(to: body)) }
      return try node.replacing(bodies: bodies)
    } catch let error as RewriteDefect {
      throw error
    } catch {
      throw RewriteDefect(sentence: "\(error)")
    }
  }

  private func applied(to body: Graph) throws(RewriteDefect) -> Graph {
    var body = body
    var nodes: [Node] = []
    for node in body.nodes { nodes.append(try applied(to: node)) }
    body.nodes = nodes
    body.outputs = body.outputs.map(read)
    return body
  }
}
