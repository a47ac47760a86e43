package import Graphs
import Tensors

extension Node {
  /// One node that does this node's work and then that of `activation`, element by element.
  ///
  /// - Returns: `nil` unless `activation` maps each element of its one input to one of its output.
  package func followed(by activation: Node) -> Node? {
    guard let map = activation.operation as? any Unary, outputs.count == 1,
      activation.outputs.count == 1
    else { return nil }
    var following = activation
    following.inputs = []
    following.outputs = []
    var node = self
    node.operation = Self.fused(operation, map, following)
    node.outputs = activation.outputs
    return node
  }

  private static func fused<Base: Operator, Map: Unary>(
    _ base: Base, _ map: Map, _ following: Node
  ) -> any Operator { Activated(base: base, map: map, following: following) }
}

/// An operator that maps its one result where it lies.
protocol MapsResults: Operator {
  /// What `evaluate` gives of float or double, and then each element mapped.
  func evaluate(_ inputs: Evaluation, then map: RunMap?) throws(OperatorError) -> [Value?]
}

/// An operator and the element-wise one that follows it, as one.
private struct Activated<Base: Operator, Map: Unary>: FusedOperator {
  static var schema: OperatorSchema {
    Base.schema.renamed("\(Base.schema.name)+\(Map.schema.name)")
  }
  static var tolerance: Tolerance { Base.tolerance }
  static var isDeterministic: Bool { Base.isDeterministic && Map.isDeterministic }

  let base: Base
  let map: Map
  let following: Node

  var leading: any Operator { base }

  init(base: Base, map: Map, following: Node) {
    self.base = base
    self.map = map
    self.following = following
  }

  init(_ node: NodeReader) throws(OperatorError) {
    throw .unsupported("a fused operator in a model file")
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] { try base.infer(inputs) }

  /// What the second makes of the first's errors, its result rounded to its type.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try map.estimate(EstimateRequest(try base.estimate(request).map { $0?.kept }))
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    if inputs.precision == .native, let base = base as? any MapsResults, let runs = map.runs,
      [.float, .double].contains(try inputs.tensor(0).dtype)
    {
      return try base.evaluate(inputs, then: runs)
    }
    return try map.evaluate(
      Evaluation(values: try base.evaluate(inputs), precision: inputs.precision))
  }

  func packing(_ constants: [Int: Tensor], _ precision: Precision) -> Packing? {
    guard let packing = base.packing(constants, precision),
      let packed = packing.operation as? Base
    else { return nil }
    return Packing(
      Self(base: packed, map: map, following: following), inputs: packing.inputs)
  }

  /// The base's work, with the map applied where it stores its results.
  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let lowering = try base.lower(request)
    guard case .dispatches(var dispatches, let scratch) = lowering,
      let storing = dispatches.storing, storing.dtype == (try request.tensor(0)).dtype
    else { return .expansion(try expanded(request)) }
    for index in storing.dispatches {
      dispatches[index].epilogue = Epilogue(
        Map.shader, parameters: map.shaderParameters)
    }
    return .dispatches(dispatches, scratch: scratch)
  }

  /// Both nodes, over the inputs that are there.
  private func expanded(_ request: LoweringRequest) throws(OperatorError) -> Graph {
    let first = Int.max / 4
    var graph = Graph(name: Self.schema.name)
    let inputs = request.inputs.enumerated().map { $1 == nil ? nil : ValueID(first + $0) }
    let (middle, last) = (ValueID(first + inputs.count), ValueID(first + inputs.count + 1))
    graph.inputs = inputs.compactMap { $0 }
    var second = following
    second.inputs = [middle]
    second.outputs = [last]
    graph.nodes = [
      Node(
        name: "\(following.name)/base", operation: base, opset: following.opset, inputs: inputs,
        outputs: [middle]), second,
    ]
    graph.outputs = [last]
    return graph
  }
}

extension [Dispatch] {
  /// The dispatches that write output 0 under the name `y`, where none reads it: what each stores is the
  /// result of all of its work.
  fileprivate var storing: (dispatches: [Int], dtype: DType)? {
    let found = enumerated().flatMap { number, dispatch in
      dispatch.bindings.filter { $0.resource == .output(0) }.map { (dispatch: number, binding: $0) }
    }
    guard let dtype = found.first?.binding.dtype,
      found.allSatisfy({ $0.binding.name == "y" && $0.binding.dtype == dtype }),
      found.allSatisfy({ $0.binding.access == .write || $0.binding.access == .writeVectors })
    else { return nil }
    return (found.map(\.dispatch), dtype)
  }
}
