import Emulations
package import Graphs
import Harness
import Synchronization

extension Plant {
  /// - Throws: why the fault can't be planted in a graph.
  package func check(_ graph: Graph) throws(PlantError) {
    _ = try graph.planting(self, counting: EvaluationCount())
  }
}

extension Graph {
  /// The graph with a fault in one node, which may be in a body or a function.
  ///
  /// - Parameter count: counts the node's evaluations in a run.
  /// - Throws: where there is no such node or emulation.
  func planting(_ plant: Plant, counting count: EvaluationCount) throws(PlantError) -> Graph {
    let kind = String(plant.emulation.prefix { $0 != ":" })
    guard EmulationKind.all.contains(where: { $0.name == kind }) else {
      let nearest = NearestNames.of(kind, among: EmulationKind.all.map(\.name), limit: 1).first
      throw .kind(kind, nearest: nearest)
    }
    let found = labels.filter { $0 == plant.node }.count
    guard found > 0 else {
      throw .node(plant.node, nearest: NearestNames.of(plant.node, among: labels, limit: 3))
    }
    guard found == 1 else { throw .severalNodes(plant.node, count: found) }
    var changed = self
    try changed.plant(plant, count)
    return changed
  }

  /// The names of nodes and of what they make, those of bodies included.
  private var labels: [String] {
    nodes.flatMap { node in
      Set([node.name] + node.outputs.compactMap { $0.flatMap { names[$0] } }).sorted()
        + node.operation.bodies.flatMap(\.labels)
    }
  }

  /// - Returns: whether the node was here.
  @discardableResult private mutating func plant(
    _ plant: Plant, _ count: EvaluationCount
  ) throws(PlantError) -> Bool {
    for index in nodes.indices {
      let node = nodes[index]
      let isMeant =
        node.name == plant.node
        || node.outputs.contains { $0.flatMap { names[$0] } == plant.node }
      if isMeant {
        let own = node.emulations
        guard let emulation = own.first(where: { $0.name == plant.emulation }) else {
          throw .emulation(plant.emulation, node: node.label, own: own.map(\.name))
        }
        nodes[index].operation = emulation.applied(to: node.operation) {
          count.isDue(plant.iteration)
        }
        return true
      }
      var bodies = node.bodies
      for place in bodies.indices where try bodies[place].plant(plant, count) {
        guard let changed = try? node.replacing(bodies: bodies) else { continue }
        nodes[index] = changed
        return true
      }
    }
    return false
  }
}

/// How often a node was evaluated in a run.
final class EvaluationCount: Sendable {
  private let count = Mutex(0)

  func reset() { count.withLock { $0 = 0 } }

  var value: Int { count.withLock { $0 } }

  /// Counts an evaluation; whether it is the one of this number, or any is.
  func isDue(_ number: Int?) -> Bool {
    count.withLock { count in
      defer { count += 1 }
      return number == nil || number == count
    }
  }
}
