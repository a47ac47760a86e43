import Graphs
import Tensors

/// Says which values of one model are those of another: by name, then by how they are made.
///
/// What is quantised and dequantised again is taken for what it was made of, and dequantised weights for
/// weights: a quantised model's values are those of the model that it was made of.
struct ModelMatching {
  /// The second model's graph, in which a value that is one of the first's by how it is made has the
  /// first's name.
  let second: Graph
  /// Values that have one name in both.
  let namedCount: Int
  /// Values that were found by how they are made.
  let structuralCount: Int

  /// How many values were matched.
  var sentence: String {
    "\(namedCount) values have one name in both models, \(structuralCount) more are made in the same way"
  }

  init(_ first: Graph, _ second: Graph) {
    let made = Set(first.nodes.flatMap { $0.outputs.compactMap { $0.flatMap { first.names[$0] } } })
    let second = second.namingDequantised(made)
    let others = Set(
      second.nodes.flatMap { $0.outputs.compactMap { $0.flatMap { second.names[$0] } } })
    namedCount = made.intersection(others).count
    let known = Structures(first)
    let found = Structures(second)
    var graph = second
    var count = 0
    for (structure, id) in found.unique.sorted(by: { $0.value < $1.value }) {
      guard let own = second.names[id], !made.contains(own), let twin = known.unique[structure],
        let name = first.names[twin], !others.contains(name)
      else { continue }
      graph.names[id] = name
      count += 1
    }
    self.second = graph
    structuralCount = count
  }
}

/// What values of a graph are made of, as far down as its inputs.
///
/// Constants count by their types and extents: other weights of one network are what a comparison is
/// to find.
private struct Structures {
  /// The values that no other one of the graph has the structure of.
  let unique: [Int: ValueID]

  init(_ graph: Graph) {
    var structures: [ValueID: Int] = [:]
    for (position, id) in graph.inputs.enumerated() where graph.constants[id] == nil {
      structures[id] = Self.combined(["input", "\(position)"])
    }
    for (id, value) in graph.constants {
      structures[id] = Self.combined(["constant", ValueType(of: value).sentence])
    }
    var owners: [Int: [ValueID]] = [:]
    let quantised = graph.quantised
    for node in graph.nodes {
      if let (id, source) = quantised.pair(of: node), let structure = structures[source] {
        structures[id] = structure
        if owners[structure] == [source] { owners[structure] = [id] }
        continue
      }
      if let (id, type) = graph.dequantisedWeight(node) {
        structures[id] = Self.combined(["constant", type.sentence])
        continue
      }
      let parts =
        [node.domain, node.operatorName]
        + node.inputs.map { id in id.flatMap { structures[$0] }.map(String.init) ?? "-" }
        + node.attributes.keys.sorted().map { "\($0)=\(Self.text(node.attributes[$0]))" }
      for (position, id) in node.outputs.enumerated() {
        guard let id else { continue }
        let structure = Self.combined(parts + ["output \(position)"])
        structures[id] = structure
        owners[structure, default: []].append(id)
      }
    }
    unique = owners.compactMapValues { $0.count == 1 ? $0[0] : nil }
  }

  private static func text(_ value: AttributeValue?) -> String {
    switch value {
    case .tensor(let tensor): "\(TensorType(tensor))"
    case .graph(let graph): "graph of \(graph.nodes.map(\.operatorName))"
    case let value?: "\(value)"
    case nil: ""
    }
  }

  /// - Source: the 64-bit FNV-1a hash, draft-eastlake-fnv.
  private static func combined(_ parts: [String]) -> Int {
    let hash = parts.joined(separator: "\u{0}").utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3
    }
    return Int(truncatingIfNeeded: hash)
  }
}
