import Graphs
import Operators
import Runtimes
import Tensors

extension Walk {
  /// Runs a control-flow operator over this walk's values.
  func execute(
    _ operation: any ControlFlow, _ step: Step, _ inputs: [Item?], in scope: Scope
  ) throws(RuntimeError) -> [Item?] {
    do {
      // Which constant it is may differ from run to run, and from iteration to iteration.
      return try operation.execute(
        inputs, wanted: step.wanted,
        in: WalkFlow(walk: self, step: step, scope: scope, counter: BodyCounter())
      ).map { $0?.varying }
    } catch let error as RuntimeError {
      throw error
    } catch let error as OperatorError {
      throw RuntimeError(NodeError(step.node, error))
    } catch {
      throw .device(String(describing: error))
    }
  }
}

/// A walk as a control-flow operator sees it: conditions and counts come to the host, tensors stay.
private struct WalkFlow: Flow {
  let walk: Walk
  let step: Step
  let scope: Scope
  let counter: BodyCounter

  func host(_ item: Item) throws -> Value { try walk.host(item) }
  func item(_ value: Value) -> Item { Item(host: value, isKnown: true) }
  func type(of item: Item) -> ValueType { item.type }

  func run(_ body: Body, _ inputs: [Item?]) throws -> [Item?] {
    let plan = try step.plan(of: body)
    let outer = walk.tap
    walk.tap = outer?.entering(body, named: plan.graph.name, of: step.node, counter)
    defer { walk.tap = outer }
    do throws(RuntimeError) { return try walk.run(body: plan, inputs, around: scope) } catch {
      guard case .node(let inner) = error else { throw error }
      throw OperatorError.body(plan.graph.name, inner)
    }
  }

  func stack(_ items: [Item], axis: Int) throws -> Item {
    if items.allSatisfy({ $0.device == nil && ($0.isKnown || $0.tensor == nil) }) {
      let tensors = try items.compactMap { try walk.host($0).tensor }
      return item(.tensor(try .stacking(tensors, axis: axis)))
    }
    guard let first = items.first, let (dtype, shape) = first.tensor else {
      throw OperatorError.mismatch("a scan output is no tensor that a device holds")
    }
    guard (-shape.rank - 1...shape.rank).contains(axis) else {
      throw OperatorError.axis(axis, rank: shape.rank + 1)
    }
    let axis = axis < 0 ? axis + shape.rank + 1 : axis
    let whole = Shape(shape.dims[..<axis] + [items.count] + shape.dims[axis...])
    let target = try walk.allocate(dtype, whole)
    let outer = shape.dims[..<axis].reduce(1, *)
    let row = shape.dims[axis...].reduce(1, *) * dtype.byteWidth
    for (index, item) in items.enumerated() {
      guard let source = try walk.device(item), source.shape == shape, source.dtype == dtype else {
        throw OperatorError.mismatch("scan outputs of one loop differ in shape or type")
      }
      for part in 0..<outer {
        walk.recorder.copy(
          from: source.part(offset: part * row, byteCount: row),
          to: target.part(offset: (part * items.count + index) * row, byteCount: row))
      }
    }
    return Item(device: target)
  }

  func slice(_ item: Item, axis: Int, index: Int) throws -> Item {
    guard let source = try walk.device(item) else {
      guard let tensor = try host(item).tensor else {
        throw OperatorError.mismatch("a scan input is no tensor")
      }
      return self.item(.tensor(try tensor.slice(axis: axis, index: index)))
    }
    var dims = source.shape.dims
    let extent = dims.remove(at: axis)
    let target = try walk.allocate(source.dtype, Shape(dims))
    let outer = dims[..<axis].reduce(1, *)
    let row = dims[axis...].reduce(1, *) * source.dtype.byteWidth
    for part in 0..<outer {
      walk.recorder.copy(
        from: source.part(offset: (part * extent + index) * row, byteCount: row),
        to: target.part(offset: part * row, byteCount: row))
    }
    return Item(device: target)
  }
}

extension DeviceTensor {
  /// Some of the tensor's bytes.
  func part(offset: Int, byteCount: Int) -> Region {
    Region(block: region.block, offset: region.offset + offset, byteCount: byteCount)
  }
}
