import Graphs
import Interpreter
import Runtimes
import Tensors

extension Walk {
  /// A value on the host. A segment ends where only the device has it.
  func host(_ item: Item) throws(RuntimeError) -> Value {
    if let value = item.host {
      if let position = item.input, !item.isKnown { note(position, value) }
      return value
    }
    guard let tensor = item.device else { throw .device("A value is neither on host nor device.") }
    let value = Value.tensor(try read(tensor, isConstant: item.isConstant))
    item.host = value
    return value
  }

  /// Ends the segment that makes a tensor, and copies the tensor to the host.
  func read(_ tensor: DeviceTensor, isConstant: Bool) throws(RuntimeError) -> Tensor {
    try prologue.synchronize()
    if !isConstant {
      try recorder.synchronize()
      isReplayable = false
    }
    return try engine.download(tensor.region, dtype: tensor.dtype, shape: tensor.shape)
  }

  /// Makes an input's value part of the plan's key.
  func note(_ position: Int, _ value: Value) {
    if let tensor = value.tensor, tensor.dtype != .string, tensor.count <= Item.smallCount {
      readInputs[position] = value
    } else {
      isReplayable = false
    }
  }

  /// A value on the device; `nil` where it has no place there.
  func device(_ item: Item) throws(RuntimeError) -> DeviceTensor? {
    if let tensor = item.device { return tensor }
    guard case .tensor(let tensor)? = item.host, tensor.dtype != .string else { return nil }
    let uploaded = try engine.upload(tensor)
    item.device = uploaded
    if !item.isConstant { retained.append(uploaded.allocation) }
    if let position = item.input { inputRegions.append((position, uploaded.region)) }
    return uploaded
  }

  /// Memory for a tensor that this run writes.
  func allocate(_ dtype: DType, _ shape: Shape) throws(RuntimeError) -> DeviceTensor {
    let byteCount = shape.count * dtype.byteWidth
    if isFolding {
      let allocation = try engine.persistent.allocate(byteCount)
      passing.append(allocation)
      return DeviceTensor(allocation: allocation, dtype: dtype, shape: shape)
    }
    tensorBytes += byteCount
    let allocation = try engine.transient.allocate(byteCount)
    if !engine.options.debug.isDisjoint(with: [.noReuse, .canaries]) { written.append(allocation) }
    return DeviceTensor(allocation: allocation, dtype: dtype, shape: shape)
  }

  /// Keeps memory for as long as the recorded work may run.
  func retain(_ object: AnyObject) { retained.append(object) }

  /// The same bytes under another type.
  func view(_ item: Item, _ type: ValueType, _ node: Node) throws(RuntimeError) -> Item {
    guard let source = try device(item), let target = type.tensor, let shape = target.shape,
      shape.count * target.dtype.byteWidth == source.byteCount
    else {
      throw .node(
        NodeError(node, .mismatch("an output of another size is described as a view of an input")))
    }
    return Item(
      device: DeviceTensor(
        allocation: source.allocation, offset: source.offset, dtype: target.dtype, shape: shape))
  }

  /// Evaluates a node on the host.
  func evaluate(
    _ node: Node, _ inputs: [Item?], in scope: Scope
  ) throws(RuntimeError) -> [Item?] {
    var values: [ValueID: Value] = [:]
    for (id, item) in zip(node.inputs, inputs) {
      if let id, let item { values[id] = try host(item) }
    }
    for id in node.operation.bodies.flatMap(\.captures) {
      if let item = scope[id] { values[id] = try host(item) }
    }
    let results: [Value?]
    do throws(NodeError) {
      results = try GraphEvaluator(precision: .native, seed: engine.options.seed)
        .evaluate(node, in: values)
    } catch {
      throw .node(error)
    }
    let isShapeDerived = inputs.contains { $0?.isShapeDerived == true }
    return results.map { value in
      value.map {
        let item = Item(host: $0, isKnown: true)
        item.isShapeDerived = isShapeDerived
        return item
      }
    }
  }
}
