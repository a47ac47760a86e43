import Graphs
import Tensors

extension SampleBody {
  /// The body as an attribute holds it.
  ///
  /// - Parameters:
  ///   - first: the number of its first value; no other value of the model has it or the next ones.
  ///   - around: the values that it may read, by their names.
  func graph(first: Int, around: [String: ValueID], _ recipe: CaseRecipe) -> Graph {
    var ids = around
    var graph = Graph(name: "body")
    func id(_ name: String) -> ValueID {
      if let id = ids[name] { return id }
      let id = ValueID(first + ids.count)
      ids[name] = id
      graph.names[id] = name
      return id
    }
    func declared(_ formal: Formal) -> ValueID {
      let id = id(formal.name)
      if let kind = recipe.kinds[formal.type] {
        graph.types[id] = ValueType(kind)
      } else if let dtype = ValueKind(spelled: formal.type)?.element {
        graph.types[id] = .tensor(TensorType(dtype, []))
      }
      return id
    }
    for input in inputs { graph.inputs.append(declared(input)) }
    for (number, step) in steps.enumerated() {
      graph.nodes.append(
        Node(
          foreign: OperatorTitle(step.operation, domain: ""), because: "generated",
          named: "\(first)_\(number)", opset: recipe.revision.since,
          inputs: step.inputs.map { id($0) }, outputs: step.outputs.map { id($0) },
          attributes: step.attributes))
    }
    for output in outputs { graph.outputs.append(declared(output)) }
    return graph
  }
}
