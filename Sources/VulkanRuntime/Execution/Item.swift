import Graphs
import Tensors

/// A value of a run, wherever it is: on the host, on the device, or both.
final class Item {
  let type: ValueType
  var host: Value?
  var device: DeviceTensor?
  /// Whether the host may act on the value: it is the same in every run of this plan.
  var isKnown: Bool
  /// Whether the value follows from shapes.
  var isShapeDerived = false
  /// The position of the graph input that the value is.
  var input: Int?
  /// Whether the device copy is kept from run to run.
  var isConstant = false

  init(host: Value, isKnown: Bool) {
    type = ValueType(of: host)
    self.host = host
    self.isKnown = isKnown
  }

  init(device: DeviceTensor) {
    type = .tensor(TensorType(device.dtype, device.shape))
    self.device = device
    isKnown = false
  }

  /// The same value as a body's input: the next run of the body has another one there, so nothing
  /// may be kept that follows from it.
  var varying: Item {
    guard isConstant,
      let item = device.map({ Item(device: $0) }) ?? host.map({ Item(host: $0, isKnown: isKnown) })
    else { return self }
    item.host = host
    item.isKnown = isKnown
    item.isShapeDerived = isShapeDerived
    return item
  }

  var known: Value? { isKnown ? host : nil }

  /// The tensor's extent and type; `nil` where a device can't hold the value.
  var tensor: (dtype: DType, shape: Shape)? {
    guard let tensor = type.tensor, tensor.dtype != .string, let shape = tensor.shape else {
      return nil
    }
    return (tensor.dtype, shape)
  }

  /// Whether the value is small enough to be worth knowing on the host.
  var isSmall: Bool { (type.tensor?.shape?.count ?? 0) <= Self.smallCount }

  static let smallCount = 4096
}

/// The values in reach of a graph's nodes.
final class Scope {
  private let outer: Scope?
  private var items: [ValueID: Item] = [:]

  /// Whether the identities are the model's: those of an expansion are its own.
  let holdsModel: Bool

  init(outer: Scope? = nil, holdsModel: Bool = true) {
    self.outer = outer
    self.holdsModel = holdsModel && outer?.holdsModel != false
  }

  subscript(id: ValueID) -> Item? {
    get { items[id] ?? outer?[id] }
    set { items[id] = newValue }
  }

  /// Forgets a value of this scope; those of the scopes around it stay.
  func drop(_ id: ValueID) { items[id] = nil }
}
