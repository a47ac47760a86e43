import Graphs
import Operators
import Tensors

/// Who makes and who reads each value of a graph.
struct GraphIndex {
  let graph: Graph
  private let links: ValueLinks
  private let outputs: Set<ValueID>
  private let inputs: Set<ValueID>

  init(_ graph: Graph) {
    self.graph = graph
    links = ValueLinks(graph.nodes)
    outputs = Set(graph.outputs)
    inputs = Set(graph.inputs)
  }

  subscript(_ index: Int) -> Node { graph.nodes[index] }

  /// The node of this graph that makes a value.
  func maker(of id: ValueID?) -> Int? { id.flatMap { links.maker(of: $0) } }

  /// The node that makes a value, if it is one of these operators.
  func maker(of id: ValueID?, _ kinds: OperatorKind...) -> Int? {
    maker(of: id).flatMap { kinds.contains(graph.nodes[$0].kind) ? $0 : nil }
  }

  /// The nodes that read a value, those with bodies that read it included, in order.
  func readers(of id: ValueID) -> ArraySlice<Int> { links.readers(of: id) }

  func isOutput(_ id: ValueID) -> Bool { outputs.contains(id) }
  func isInput(_ id: ValueID) -> Bool { inputs.contains(id) }

  /// Whether one node reads the value and nobody else sees it.
  func isPrivate(_ id: ValueID?) -> Bool {
    guard let id else { return false }
    return !outputs.contains(id) && readers(of: id).count == 1
  }

  /// Whether readers of `old` may read `new` instead, `old`'s maker being removed.
  ///
  /// An output keeps its name, so it can only become another name of a value that a node of this
  /// graph makes and that is no output itself.
  func canReplace(_ old: ValueID, by new: ValueID) -> Bool {
    !outputs.contains(old) || (maker(of: new) != nil && !outputs.contains(new))
  }

  /// The value that the model fixes. An input's default is none: a caller may give another.
  func constant(_ id: ValueID?) -> Tensor? {
    guard let id, !inputs.contains(id) else { return nil }
    return graph.constants[id]?.tensor
  }

  /// The one element of a constant scalar, or of a constant tensor that holds one element.
  func scalar(_ id: ValueID?) -> Double? {
    guard let tensor = constant(id), tensor.count == 1 else { return nil }
    return tensor.doubles?.first
  }

  /// The type, if operators and constants prove all of it.
  func provedType(_ id: ValueID?) -> TensorType? {
    id.flatMap { graph.assumed.contains($0) ? nil : graph.types[$0]?.tensor }
  }
  func type(_ id: ValueID?) -> TensorType? { id.flatMap { graph.types[$0]?.tensor } }
  func shape(_ id: ValueID?) -> Shape? { type(id)?.shape }
  func dtype(_ id: ValueID?) -> DType? { type(id)?.dtype }
}
