import Graphs
import Tensors

extension Tensor {
  /// A tensor whose elements repeat `numbers`, as far as the type holds them.
  init(_ dtype: DType, _ shape: Shape, repeating numbers: [Double]) {
    self.init(dtype, shape, numbers, integers: numbers.map { Int64(exactly: $0) ?? 0 })
  }

  init(_ dtype: DType, _ shape: Shape, repeating integers: [Int64]) {
    self.init(dtype, shape, integers.map { Double($0) }, integers: integers)
  }

  private init(_ dtype: DType, _ shape: Shape, _ numbers: [Double], integers: [Int64]) {
    let count = shape.checkedCount ?? 0
    func repeating<T>(_ values: [T]) -> Buffer<T> {
      Buffer((0..<count).map { values[$0 % values.count] })
    }
    let elements: Elements =
      switch dtype {
      case .string: .string(repeating(integers.map { String($0) }))
      case .bool: .bool(repeating(integers.map { $0 != 0 }))
      case .complex64: .complex64(repeating(numbers.map { Complex64(Float($0), 1) }))
      case .complex128: .complex128(repeating(numbers.map { Complex128($0, 1) }))
      default:
        Elements(
          narrowing: dtype.isInteger ? .int(repeating(integers)) : .double(repeating(numbers)),
          to: dtype)
      }
    guard let tensor = try? Tensor(elements, shape: shape) else {
      self.init(scalar: Float(0))
      return
    }
    self = tensor
  }
}

extension Value {
  /// A value of a kind, made of one tensor shape and one list of numbers.
  init(_ kind: ValueKind, _ shape: Shape, repeating numbers: [Double]) {
    switch kind {
    case .tensor(let dtype): self = .tensor(Tensor(dtype, shape, repeating: numbers))
    case .sequence(let element):
      let value = Value(element, shape, repeating: numbers)
      self = .sequence([value, value], of: element)
    case .optional(let element):
      self = .optional(Value(element, shape, repeating: numbers), of: element)
    case .map(let key, let value):
      let keys = key == .string ? [0, 1] : [1, 2] as [Double]
      self = .map(
        MapValue(
          keys: Tensor(key, [2], repeating: keys), values: Value(value, [2], repeating: numbers)))
    case .sparse(let dtype):
      self = .sparse(
        SparseTensor(
          shape: [3], values: Tensor(dtype, [1], repeating: numbers),
          indices: Tensor(.int64, [1], repeating: [Int64(1)])))
    }
  }
}

extension TypeSet {
  /// The kinds in the set.
  var kinds: [ValueKind] {
    tensors.members.map { .tensor($0) } + sequences.members.map { .sequence(.tensor($0)) }
      + optionals.members.map { .optional(.tensor($0)) }
      + optionalSequences.members.map { .optional(.sequence(.tensor($0))) }
      + sparse.members.map { .sparse($0) }
  }
}
