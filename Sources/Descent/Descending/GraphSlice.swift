import Graphs
import Tensors

/// The nodes of a graph between values that are known and values that they make.
struct GraphSlice: Sendable {
  let graph: Graph
  /// One value an input of `graph`.
  let inputs: [Value?]
  /// What was found for its outputs.
  let found: [Value]

  /// - Parameters:
  ///   - targets: names of values, and what was found for them.
  ///   - known: values by name; those of the targets are not asked for.
  /// - Returns: `nil` where a target is not made here, or something that it needs is not known.
  init?(
    of whole: Graph, making targets: [(name: String, value: Value)],
    known: (String) -> Value?
  ) {
    let named = Dictionary(
      whole.names.map { ($1, $0) }, uniquingKeysWith: { first, second in min(first, second) })
    var makers: [ValueID: Int] = [:]
    for (index, node) in whole.nodes.enumerated() {
      for case let id? in node.outputs { makers[id] = index }
    }
    let wanted = targets.compactMap { target in
      named[target.name].flatMap { id in makers[id] == nil ? nil : (id, target.value) }
    }
    guard !wanted.isEmpty else { return nil }
    var kept: Set<Int> = []
    var given: [ValueID: Value] = [:]
    var constants: [ValueID: Value] = [:]
    var pending = wanted.map(\.0)
    let targetIDs = Set(pending)
    var seen: Set<ValueID> = []
    while let id = pending.popLast() {
      guard seen.insert(id).inserted else { continue }
      if !targetIDs.contains(id), let value = whole.names[id].flatMap(known) {
        given[id] = value
      } else if let constant = whole.constants[id] {
        constants[id] = constant
      } else if let index = makers[id] {
        kept.insert(index)
        pending += whole.nodes[index].reads
      } else {
        return nil
      }
    }
    // A target that another one is made of is made, not given.
    let nodes = kept.sorted().map { whole.nodes[$0] }
    let ids = given.keys.sorted()
    graph = Graph(
      name: whole.name, inputs: ids, outputs: wanted.map(\.0), nodes: nodes, constants: constants,
      names: whole.names, opsets: whole.opsets)
    inputs = ids.map { given[$0] }
    found = wanted.map(\.1)
  }

  /// `Conv 'stem'`, in order.
  var labels: [String] { graph.nodes.map(\.label) }

  /// `Conv 'stem' and Relu 'act'`, or the first and last of many.
  var sentence: String {
    switch labels.count {
    case 1: labels[0]
    case 2: "\(labels[0]) and \(labels[1])"
    default: "the \(labels.count) nodes from \(labels.first ?? "") to \(labels.last ?? "")"
    }
  }
}
