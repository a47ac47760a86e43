import Graphs
import Tensors

extension Flow {
  /// The one integer of an input; `nil` when the input is absent.
  func integer(_ inputs: [Item?], _ index: Int) throws -> Int? {
    guard index < inputs.count, let item = inputs[index] else { return nil }
    let value = try host(item)
    guard let integers = value.tensor?.integers else {
      throw OperatorError.wrongType(
        input: index, found: value.kind.name, expected: "a tensor of integers or booleans")
    }
    guard integers.count == 1 else {
      throw OperatorError.mismatch("input \(index) has \(integers.count) elements, expected one")
    }
    return integers[0]
  }

  /// The one boolean of an input; `nil` when the input is absent.
  func flag(_ inputs: [Item?], _ index: Int) throws -> Bool? {
    try integer(inputs, index).map { $0 != 0 }
  }

  /// The shape of a tensor.
  func shape(of item: Item) throws -> Shape {
    if let shape = type(of: item).tensor?.shape { return shape }
    guard let tensor = try host(item).tensor else {
      throw OperatorError.mismatch("a value to scan is no tensor")
    }
    return tensor.shape
  }

  /// What a body gave, none of which may be absent.
  func present(_ outputs: [Item?], of body: Graph) throws -> [Item] {
    try outputs.enumerated().map { index, item in
      guard let item else {
        throw OperatorError.mismatch("output \(index) of body '\(body.name)' has no value")
      }
      return item
    }
  }

  /// The tensor of no slices whose body never ran; extents that nobody declares are 0.
  func emptyStack(_ type: ValueType?, axis: Int) throws -> Item {
    guard let tensor = type?.tensor else {
      throw OperatorError.unsupported("an empty stack of values whose type is not declared")
    }
    var dims = (tensor.dims ?? []).map { $0.value ?? 0 }
    dims.insert(0, at: try resolve(axis: axis, rank: dims.count + 1))
    return item(.tensor(try Tensor.filled(try .zero(tensor.dtype), Shape(dims))))
  }

  /// Tensors along a new axis, or the empty tensor that `type` describes.
  func stack(_ items: [Item], axis: Int, orEmpty type: ValueType?) throws -> Item {
    items.isEmpty ? try emptyStack(type, axis: axis) : try stack(items, axis: axis)
  }
}

extension ValueType {
  /// What is true of values of either type.
  func generalized(with other: Self) -> Self {
    switch (self, other) {
    case (.tensor(let a), .tensor(let b)) where a.dtype == b.dtype:
      guard let left = a.dims, let right = b.dims, left.count == right.count else {
        return .tensor(TensorType(a.dtype, nil))
      }
      return .tensor(
        TensorType(a.dtype, zip(left, right).map { $0 == $1 ? $0 : .unknown }))
    case (.sequence(let a), .sequence(let b)):
      return .sequence(Self.generalized(a, b))
    case (.optional(let a), .optional(let b)):
      return .optional(Self.generalized(a, b))
    default:
      return self == other ? self : .unknown
    }
  }

  private static func generalized(_ a: Self?, _ b: Self?) -> Self? {
    guard let a, let b else { return a ?? b }
    let both = a.generalized(with: b)
    return both == .unknown ? nil : both
  }

  /// This type without what one iteration may change: the extents.
  var withoutExtents: Self {
    switch self {
    case .tensor(let tensor): .tensor(TensorType(tensor.dtype, nil))
    case .sequence(let element): .sequence(element?.withoutExtents)
    case .optional(let element): .optional(element?.withoutExtents)
    case .map, .sparse, .unknown: self
    }
  }

  /// The type of tensors of this type along a new axis of `extent`.
  func stacked(axis: Int, extent: Dimension) throws(OperatorError) -> Self {
    guard let tensor, var dims = tensor.dims else {
      return tensor.map { .tensor(TensorType($0.dtype, nil)) } ?? .unknown
    }
    dims.insert(extent, at: try resolve(axis: axis, rank: dims.count + 1))
    return .tensor(TensorType(tensor.dtype, dims))
  }
}
