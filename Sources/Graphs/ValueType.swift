package import Tensors

/// An extent as inference knows it.
package enum Dimension: Sendable, Hashable, ExpressibleByIntegerLiteral, CustomStringConvertible {
  case known(Int)
  /// The same name is the same extent throughout a model.
  case symbol(String)
  case unknown

  package init(integerLiteral value: Int) { self = .known(value) }

  package var value: Int? { if case .known(let value) = self { value } else { nil } }

  package var description: String {
    switch self {
    case .known(let value): String(value)
    case .symbol(let name): name
    case .unknown: "?"
    }
  }

  /// `transform` of a known extent; otherwise unknown.
  package func map(_ transform: (Int) -> Int) -> Dimension {
    value.map { .known(transform($0)) } ?? .unknown
  }

  /// The sum; unknown where it is more than a number holds.
  package static func + (a: Self, b: Self) -> Self {
    a.combined(b) { $0.addingReportingOverflow($1) }
  }
  /// The product; unknown where it is more than a number holds.
  package static func * (a: Self, b: Self) -> Self {
    a == 1 ? b : b == 1 ? a : a.combined(b) { $0.multipliedReportingOverflow(by: $1) }
  }

  private func combined(
    _ other: Self, _ operation: (Int, Int) -> (partialValue: Int, overflow: Bool)
  ) -> Self {
    guard let a = value, let b = other.value else { return .unknown }
    let (result, overflow) = operation(a, b)
    return overflow ? .unknown : .known(result)
  }

  /// The better known of two descriptions of one extent; `nil` when they contradict each other.
  package func merged(with other: Self) -> Self? {
    switch (self, other) {
    case (.known(let a), .known(let b)): a == b ? self : nil
    case (.known, _), (.symbol, .symbol), (.symbol, .unknown): self
    case (.unknown, _), (.symbol, .known): other
    }
  }
}

/// A tensor's element type and, as far as they are known, its extents.
package struct TensorType: Sendable, Hashable, CustomStringConvertible {
  package var dtype: DType
  /// `nil` when even the rank is unknown.
  package var dims: [Dimension]?

  package init(_ dtype: DType, _ dims: [Dimension]?) {
    self.dtype = dtype
    self.dims = dims
  }

  package init(_ dtype: DType, _ shape: Shape) {
    self.dtype = dtype
    dims = shape.dims.map { .known($0) }
  }

  package init(_ tensor: Tensor) { self.init(tensor.dtype, tensor.shape) }

  package var rank: Int? { dims?.count }
  /// Whether no tensor can have the type.
  package var hasNegativeExtent: Bool { dims?.contains { ($0.value ?? 0) < 0 } ?? false }

  /// The shape, when every extent is known.
  package var shape: Shape? {
    guard let dims else { return nil }
    var extents: [Int] = []
    for dimension in dims {
      guard let value = dimension.value else { return nil }
      extents.append(value)
    }
    return Shape(extents)
  }

  package var description: String {
    dtype.name + (dims.map { "[\($0.map(\.description).joined(separator: ", "))]" } ?? "[…]")
  }
}

/// A value's type as inference knows it.
package indirect enum ValueType: Sendable, Hashable {
  case tensor(TensorType)
  /// A sequence; `nil` when its elements' type is unknown.
  case sequence(ValueType?)
  case optional(ValueType?)
  case map(key: DType, value: ValueType?)
  case sparse(TensorType)
  case unknown

  /// Whether it is a tensor all of whose extents are known.
  package var isExact: Bool { tensor?.shape != nil }

  package var tensor: TensorType? { if case .tensor(let type) = self { type } else { nil } }

  /// The type of a value at hand.
  package init(of value: Value) {
    switch value {
    case .tensor(let tensor): self = .tensor(TensorType(tensor))
    case .sequence(let values, let kind):
      let types = Set(values.map(ValueType.init(of:)))
      self = .sequence(types.count == 1 ? types.first : ValueType(kind))
    case .optional(let value, let kind):
      self = .optional(value.map(ValueType.init(of:)) ?? ValueType(kind))
    case .map(let map): self = .map(key: map.keys.dtype, value: ValueType(map.valueKind))
    case .sparse(let sparse): self = .sparse(TensorType(sparse.values.dtype, sparse.shape))
    }
  }

  /// The type of this kind whose shapes are unknown.
  package init(_ kind: ValueKind) {
    switch kind {
    case .tensor(let dtype): self = .tensor(TensorType(dtype, nil))
    case .sequence(let element): self = .sequence(ValueType(element))
    case .optional(let element): self = .optional(ValueType(element))
    case .map(let key, let value): self = .map(key: key, value: ValueType(value))
    case .sparse(let dtype): self = .sparse(TensorType(dtype, nil))
    }
  }

  /// The kind; `nil` where an element type is unknown.
  package var kind: ValueKind? {
    switch self {
    case .tensor(let type): .tensor(type.dtype)
    case .sequence(let element): element?.kind.map { .sequence($0) }
    case .optional(let element): element?.kind.map { .optional($0) }
    case .map(let key, let value): value?.kind.map { .map(key: key, value: $0) }
    case .sparse(let type): .sparse(type.dtype)
    case .unknown: nil
    }
  }
}
