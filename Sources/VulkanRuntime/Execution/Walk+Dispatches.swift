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
    var ready: [BoundDispatch] = []
    for dispatch in dispatches {
      switch try binder.bind(dispatch) {
      case .ready(let work): ready.append(work)
      case .lacks(let reason): return reason
      }
    }
    for work in ready { try prologue.dispatch(work) }
    folded.scratch[key] = binder.scratchTensors(scratch)
    return nil
  }

  func bind(
    _ dispatches: [Dispatch], _ scratch: [TensorType], _ node: Node, _ inputs: [Item?],
    _ types: [ValueType], packs: Bool
  ) throws(RuntimeError) -> Binding {
    var tensors: [DeviceTensor?] = []
    for item in inputs {
      if let item { tensors.append(try device(item)) } else { tensors.append(nil) }
    }
    var binder = DispatchBinder(
      walk: self, node: node, inputs: tensors, outputs: types.compactMap(\.tensor),
      scratch: scratch)
    var ready: [BoundDispatch] = []
    var rest = dispatches.filter { $0.invocationCount > 0 }
    if packs, !isFolding, !scratch.isEmpty {
      let packing = Packing(rest, isConstant: inputs.map { $0?.isConstant == true })
      if let lack = try pack(packing.dispatches.map { rest[$0] }, packing.scratch, node, &binder) {
        return .lacks(lack)
      }
      rest = rest.indices.filter { !packing.dispatches.contains($0) }.map { rest[$0] }
    }
    for dispatch in rest {
      switch try binder.bind(dispatch) {
      case .ready(let work): ready.append(work)
      case .lacks(let reason): return .lacks(reason)
      }
    }
    for work in ready { try (isFolding ? prologue : recorder).dispatch(work) }
    let outputs = try binder.outputs(wanted: node.outputs.map { $0 != nil })
    return .bound(outputs.map { $0.map { Item(device: $0) } })
  }
}

extension Dispatch {
  var invocationCount: Int { invocations.x * invocations.y * invocations.z }
}
