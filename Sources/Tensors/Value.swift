/// What flows along a graph's edge. An absent optional *input* is `nil`, not a value.
package indirect enum Value: Sendable {
  case tensor(Tensor)
  case sequence([Value], of: ValueKind)
  case optional(Value?, of: ValueKind)
  case map(MapValue)
  case sparse(SparseTensor)
}

/// A value's type without its shape.
package indirect enum ValueKind: Sendable, Hashable {
  case tensor(DType)
  case sequence(ValueKind)
  case optional(ValueKind)
  case map(key: DType, value: ValueKind)
  case sparse(DType)

  /// The type as ONNX writes it, such as `seq(tensor(float))`.
  package var name: String {
    switch self {
    case .tensor(let dtype): "tensor(\(dtype.name))"
    case .sequence(let element): "seq(\(element.name))"
    case .optional(let element): "optional(\(element.name))"
    case .map(let key, let value): "map(\(key.name), \(value.name))"
    case .sparse(let dtype): "sparse_tensor(\(dtype.name))"
    }
  }
}

/// A map: keys in a vector, values in a vector or sequence of the same length.
package struct MapValue: Sendable {
  package let keys: Tensor
  package let values: Value

  /// A sequence of scalars of one type is kept as the vector that they are.
  package init(keys: Tensor, values: Value) {
    self.keys = keys
    self.values = values.vector.map { .tensor($0) } ?? values
  }

  /// The kind of one value.
  package var valueKind: ValueKind {
    switch values {
    case .sequence(_, let element): element
    case .tensor, .optional, .map, .sparse: values.kind
    }
  }
}

/// A tensor that stores only some elements; the rest are zero.
package struct SparseTensor: Sendable {
  package let shape: Shape
  /// The stored elements, `[NNZ]`.
  package let values: Tensor
  /// Flat indices, `[NNZ]`, or one row an element, `[NNZ, rank]`; `int64`, ascending.
  package let indices: Tensor
  package init(shape: Shape, values: Tensor, indices: Tensor) {
    self.shape = shape
    self.values = values
    self.indices = indices
  }
}

extension Value {
  package var tensor: Tensor? { if case .tensor(let tensor) = self { tensor } else { nil } }

  package var kind: ValueKind {
    switch self {
    case .tensor(let tensor): .tensor(tensor.dtype)
    case .sequence(_, let element): .sequence(element)
    case .optional(_, let element): .optional(element)
    case .map(let map): .map(key: map.keys.dtype, value: map.valueKind)
    case .sparse(let sparse): .sparse(sparse.values.dtype)
    }
  }
}
