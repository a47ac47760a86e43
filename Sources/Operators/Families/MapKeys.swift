import Graphs
import Tensors

/// Where each of some keys is, integers or strings; of equal ones the last.
struct MapKeys: Sendable {
  let dtype: DType
  private let integers: [Int: Int]
  private let strings: [ByteText: Int]

  init(_ keys: Tensor) {
    dtype = keys.dtype
    if case .string(let x) = keys.elements {
      strings = Dictionary(zip(x.map { ByteText($0) }, 0...), uniquingKeysWith: { $1 })
      integers = [:]
    } else {
      integers = Dictionary(zip(keys.integers ?? [], 0...), uniquingKeysWith: { $1 })
      strings = [:]
    }
  }

  /// The place of each key; `nil` of one that is not there.
  func places(of keys: Tensor) -> [Int?] {
    if case .string(let x) = keys.elements { return x.map { strings[ByteText($0)] } }
    return (keys.integers ?? []).map { integers[$0] }
  }
}

extension Tensor {
  /// A zero of a type, or the empty string.
  static func nothing(_ dtype: DType) -> Tensor {
    switch dtype {
    case .string: Tensor(scalar: "")
    case .float: Tensor(scalar: Float(0))
    case .double: Tensor(scalar: 0.0)
    case .int32: Tensor(scalar: Int32(0))
    default: Tensor(scalar: Int64(0))
    }
  }
}
