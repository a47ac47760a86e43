import Graphs
import Tensors

/// Who makes and who reads each value of a graph.
struct GraphIndex {
  let graph: Graph
  private let makers: [ValueID: Int]
  private let readers: [ValueID: [Int]]
  private let outputs: Set<ValueID>
  private let inputs: Set<ValueID>

  init(_ graph: Graph) {
    self.graph = graph
    var makers: [ValueID: Int] = [:]
    var readers: [ValueID: [Int]] = [:]
    for (index, node) in graph.nodes.enumerated() {
      for id in node.outputs { if let id { makers[id] = index } }
      for id in Set(node.reads) { readers[id, default: []].append(index) }
    }
    self.makers = makers
    self.readers = readers
    outputs = Set(graph.outputs)
    inputs = Set(graph.inputs)
  }

  subscript(_ index: Int) -> Node { graph.nodes[index] }

  /// The node of this graph that makes a value.
  func maker(of id: ValueID?) -> Int? { id.flatMap { makers[$0] } }

  /// The node that makes a value, if it is one of these operators of `ai.onnx`.
  func maker(of id: ValueID?, _ names: String...) -> Int? {
    guard let index = maker(of: id), graph.nodes[index].domain.isEmpty,
      names.contains(graph.nodes[index].operatorName)
    else { return nil }
    return index
  }

  /// The nodes that read a value, those with bodies that read it included, in order.
  func readers(of id: ValueID) -> [Int] { readers[id] ?? [] }

  func isOutput(_ id: ValueID) -> Bool { outputs.contains(id) }
  func isInput(_ id: ValueID) -> Bool { inputs.contains(id) }

  /// Whether one node reads the value and nobody else sees it.
  func isPrivate(_ id: ValueID?) -> Bool {
    guard let id else { return false }
    return !outputs.contains(id) && readers[id]?.count == 1
  }

  /// Whether readers of `old` may read `new` instead, `old`'s maker being removed.
  ///
  /// An output keeps its name, so it can only become another name of a value that a node of this
  /// graph makes and that is no output itself.
  func canReplace(_ old: ValueID, by new: ValueID) -> Bool {
    !outputs.contains(old) || (makers[new] != nil && !outputs.contains(new))
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

  func type(_ id: ValueID?) -> TensorType? { id.flatMap { graph.types[$0]?.tensor } }
  func shape(_ id: ValueID?) -> Shape? { type(id)?.shape }
  func dtype(_ id: ValueID?) -> DType? { type(id)?.dtype }
}
