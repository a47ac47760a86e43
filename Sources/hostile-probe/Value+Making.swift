import GeneratedCases
import Graphs
import Tensors

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
