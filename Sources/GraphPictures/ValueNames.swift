import Graphs
import Tensors

/// A name for each value of a graph and its bodies: its own, or where several have that, a number more. Controls are written
/// as in ``Swift/String/onOneLine``.
struct ValueNames: Sendable {
  private var names: [ValueID: String] = [:]
  private var taken: Set<String> = []

  init(_ graph: Graph) { add(graph) }

  subscript(id: ValueID) -> String { names[id] ?? "value_\(id.index)" }

  private mutating func add(_ graph: Graph) {
    let made = graph.nodes.flatMap(\.outputs).compactMap { $0 }
    for id in graph.inputs + graph.outputs + graph.constants.keys.sorted() + made {
      name(id, graph.names[id] ?? "")
    }
    for body in graph.nodes.flatMap(\.bodies) { add(body) }
  }

  private mutating func name(_ id: ValueID, _ wish: String) {
    guard names[id] == nil else { return }
    let wish = wish.isEmpty ? "value_\(id.index)" : wish.onOneLine
    var name = wish
    var count = 1
    while !taken.insert(name).inserted {
      count += 1
      name = "\(wish)_\(count)"
    }
    names[id] = name
  }
}
