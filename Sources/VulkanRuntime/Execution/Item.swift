import Graphs
import Runtimes
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
  /// What a tap has read; kept apart from `host`, which decides what a run does.
  var tapped: Value?

  init(host: Value, isKnown: Bool) {
    type = ValueType(of: host)
    self.host = host
    self.isKnown = isKnown
  }

  /// The value that a run gives for a graph input.
  convenience init(given value: Value, input: Int) {
    self.init(host: value, isKnown: false)
    self.input = input
  }

  /// The value of a graph input that no run has given yet.
  init(awaited type: ValueType, input: Int) {
    self.type = type
    self.input = input
    isKnown = false
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

/// The values of a plan's slots.
final class Scope {
  private var items: [Item?]

  /// Whether the identities are the model's: those of an expansion are its own.
  let holdsModel: Bool

  init(_ plan: Plan, holdsModel: Bool = true) {
    items = plan.frame.map { _ in nil }
    self.holdsModel = holdsModel
  }

  subscript(slot: Int) -> Item? {
    get { items[slot] }
    set { items[slot] = newValue }
  }
}
