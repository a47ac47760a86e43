import Graphs
import Runtimes
import Tensors

extension Walk {
  enum Binding {
    case bound([Item?])
    case lacks(String)
  }

  /// Runs the dispatches that turn constants into scratch tensors, once for all runs. The answer is
  /// what the device lacks for them.
  private func pack(
    _ dispatches: [Dispatch], _ scratch: Set<Int>, _ node: Node, _ binder: inout DispatchBinder
  ) throws(RuntimeError) -> String? {
    guard !dispatches.isEmpty, let id = node.outputs.lazy.compactMap({ $0 }).first else {
      return nil
    }
    let key = FoldedValues.PackKey(node: id, dispatches: dispatches)
    if let tensors = folded.scratch[key] {
      binder.use(tensors)
      return nil
    }
    isFolding = true
    defer { isFolding = false }
    if let lack = try record(dispatches, &binder) { return lack }
    folded.scratch[key] = binder.scratchTensors(scratch)
    return nil
  }

  /// Records dispatches, all of them or, with the answer what the device lacks for one, none.
  private func record(
    _ dispatches: [Dispatch], _ binder: inout DispatchBinder
  ) throws(RuntimeError) -> String? {
    var ready: [BoundDispatch] = []
    for dispatch in dispatches where !dispatch.isEmpty {
      switch try binder.bind(dispatch) {
      case .ready(let work): ready.append(work)
      case .lacks(let reason): return reason
      }
    }
    for work in ready { (isFolding ? prologue : recorder).dispatch(work) }
    if !isFolding { takenKernels += dispatches.compactMap(\.choice) }
    return nil
  }

  private func tensors(_ inputs: [Item?]) throws(RuntimeError) -> [DeviceTensor?] {
    var tensors: [DeviceTensor?] = []
    for item in inputs {
      if let item { tensors.append(try device(item)) } else { tensors.append(nil) }
    }
    return tensors
  }

  func bind(
    _ dispatches: [Dispatch], _ scratch: [TensorType], _ node: Node, _ inputs: [Item?],
    _ types: [ValueType], packs: Bool
  ) throws(RuntimeError) -> Binding {
    var binder = DispatchBinder(
      walk: self, node: node, inputs: try tensors(inputs), outputs: types.compactMap(\.tensor),
      scratch: scratch)
    var rest = dispatches.filter { !$0.isEmpty }
    if packs, !isFolding, !scratch.isEmpty {
      let packing = Packing(rest, isConstant: inputs.map { $0?.isConstant == true })
      if let lack = try pack(packing.dispatches.map { rest[$0] }, packing.scratch, node, &binder) {
        return .lacks(lack)
      }
      rest = rest.indices.filter { !packing.dispatches.contains($0) }.map { rest[$0] }
    }
    if let lack = try record(rest, &binder) { return .lacks(lack) }
    return .bound(try outputs(of: node, &binder))
  }

  /// Runs the work that finds the outputs' extents, reads them and records the rest.
  func bind(
    _ work: CountedWork, _ node: Node, _ inputs: [Item?]
  ) throws(RuntimeError) -> Binding {
    var binder = DispatchBinder(
      walk: self, node: node, inputs: try tensors(inputs), outputs: [], scratch: work.scratch)
    if let lack = try record(work.dispatches, &binder) { return .lacks(lack) }
    recorder.mark(node)
    let counts = try read(try binder.scratch(work.counts), isConstant: isFolding)
    let rest: CountedWork.Rest
    do throws(OperatorError) {
      rest = try work.rest(counts.integers ?? [])
    } catch {
      throw .node(NodeError(node, error))
    }
    binder.expect(rest.outputs)
    if let lack = try record(rest.dispatches, &binder) { return .lacks(lack) }
    return .bound(try outputs(of: node, &binder))
  }

  private func outputs(
    of node: Node, _ binder: inout DispatchBinder
  ) throws(RuntimeError) -> [Item?] {
    try binder.outputs(wanted: node.outputs.map { $0 != nil }).map { tensor in
      tensor.map { Item(device: $0) }
    }
  }
}

extension Dispatch {
  /// Whether there is nothing to do.
  var isEmpty: Bool { invocations.x == 0 || invocations.y == 0 || invocations.z == 0 }
}
