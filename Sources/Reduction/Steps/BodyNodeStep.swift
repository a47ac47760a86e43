import Graphs
import Tensors

/// Without nodes of bodies: one of their inputs stands for an output, or a constant of ones does.
struct BodyNodeStep: ShrinkingStep {
  func smaller(_ start: FedGraph, _ trials: Trials) async -> FedGraph {
    var best = start
    while let next = await oneLess(best, trials) { best = next }
    return best
  }

  private func oneLess(_ fed: FedGraph, _ trials: Trials) async -> FedGraph? {
    let paths = fed.graph.bodyPaths
    guard !paths.isEmpty, let types = try? TypeInference(fed.graph).graph.types else { return nil }
    for path in paths {
      let body = fed.graph.body(at: path)
      for node in body.nodes {
        let others = body.bypassing(node, types) + [body.filling(node, types)].compactMap { $0 }
        for other in others {
          guard let graph = fed.graph.replacing(bodyAt: path[...], with: other.pruned) else {
            continue
          }
          var trial = fed
          trial.graph = graph
          trial = trial.keeping(graph.outputs)
          if await trials.accept(trial) { return trial }
        }
      }
    }
    return nil
  }
}

extension Graph {
  /// With ones for the outputs of a node; `nil` where their shapes are not known.
  fileprivate func filling(_ node: Node, _ types: [ValueID: ValueType]) -> Graph? {
    var graph = self
    graph.nodes.removeAll { $0.outputs == node.outputs }
    for id in node.outputs.compactMap({ $0 }) {
      guard let type = types[id]?.tensor, let shape = type.shape,
        shape.checkedCount ?? .max <= TypeInference.mostElements
      else { return nil }
      graph.constants[id] = .tensor(Tensor(type.dtype, shape, repeating: [1.0]))
    }
    return graph
  }
}
