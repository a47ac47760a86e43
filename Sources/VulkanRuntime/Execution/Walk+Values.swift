import Graphs
import Runtimes
import Tensors

extension Walk {
  /// A value on the host. A segment ends where only the device has it.
  func host(_ item: Item) throws(RuntimeError) -> Value {
    if let value = item.host {
      if let position = item.input, !item.isKnown { note(position, value) }
      return value
    }
    guard let tensor = item.device else { throw unknownYet() }
    let value = Value.tensor(try read(tensor, isConstant: item.isConstant))
    item.host = value
    return value
  }

  /// Ends the segment that makes a tensor, and copies the tensor to the host.
  func read(_ tensor: DeviceTensor, isConstant: Bool) throws(RuntimeError) -> Tensor {
    if isAhead, !isConstant { throw unknownYet() }
    let found = try exit(tensor.region, from: isConstant ? prologue : recorder)
    try prologue.synchronize()
    if !isConstant {
      try recorder.synchronize()
      isReplayable = false
    }
    return try engine.download(found, dtype: tensor.dtype, shape: tensor.shape)
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
    if let position = item.input { return try enter(item, position) }
    guard case .tensor(let tensor)? = item.host, tensor.dtype != .string else { return nil }
    let uploaded = try engine.upload(tensor)
    item.device = uploaded
    if !item.isConstant { retained.append(uploaded.allocation) }
    return uploaded
  }

  /// Memory for an input, and what a run has brought there.
  private func enter(_ item: Item, _ position: Int) throws(RuntimeError) -> DeviceTensor? {
    guard let (dtype, shape) = item.tensor else {
      if item.host == nil { throw unknownYet() }
      return nil
    }
    let entrance = try engine.entrance(shape.count * dtype.byteWidth)
    let tensor = DeviceTensor(allocation: entrance.device, dtype: dtype, shape: shape)
    item.device = tensor
    retained.append(entrance.device)
    if let staging = entrance.staging {
      retained.append(staging)
      recorder.upload(from: staging.region, to: tensor.region)
    }
    inputRegions.append((position, entrance.written))
    if case .tensor(let given)? = item.host { try engine.write(given, to: entrance.written) }
    return tensor
  }

  /// Where the host finds a region's bytes once the work of `recorder` has ended.
  func exit(_ region: Region, from recorder: Recorder) throws(RuntimeError) -> Region {
    guard let exit = try engine.exit(region) else { return region }
    retained.append(exit)
    recorder.download(from: region, to: exit.region)
    return exit.region
  }

  /// Ends work ahead of a run, which alone knows a value.
  private func unknownYet() -> RuntimeError {
    needsRun = true
    return .device("A value is neither on host nor device.")
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

  /// Evaluates a step on the host.
  func evaluate(_ step: Step, _ inputs: [Item?]) throws(RuntimeError) -> [Item?] {
    var values: [Value?] = []
    for item in inputs {
      values.append(try item.map { item throws(RuntimeError) in try host(item) })
    }
    let results: [Value?]
    do throws(NodeError) { results = try engine.runner.evaluate(step, values) } catch {
      throw RuntimeError(error)
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
