import Graphs
import Runtimes
import Tensors

extension Walk {
  enum Binding {
    case bound([Item?])
    case lacks(String)
  }

  func bind(
    _ dispatches: [Dispatch], _ scratch: [TensorType], _ node: Node, _ inputs: [Item?],
    _ types: [ValueType]
  ) throws(RuntimeError) -> Binding {
    var tensors: [DeviceTensor?] = []
    for item in inputs {
      if let item { tensors.append(try device(item)) } else { tensors.append(nil) }
    }
    var binder = DispatchBinder(
      walk: self, node: node, inputs: tensors, outputs: types.compactMap(\.tensor),
      scratch: scratch)
    var ready: [BoundDispatch] = []
    for dispatch in dispatches where dispatch.invocationCount > 0 {
      switch try binder.bind(dispatch) {
      case .ready(let work): ready.append(work)
      case .lacks(let reason): return .lacks(reason)
      }
    }
    for work in ready { try recorder.dispatch(work) }
    let outputs = try binder.outputs(wanted: node.outputs.map { $0 != nil })
    return .bound(outputs.map { $0.map { Item(device: $0) } })
  }
}

extension Dispatch {
  var invocationCount: Int { invocations.x * invocations.y * invocations.z }
}
