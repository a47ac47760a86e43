package import Tensors

/// A set of value types, as an ONNX type constraint names it.
package struct TypeSet: Sendable, Equatable, ExpressibleByArrayLiteral {
  package var tensors: DTypeMask
  package var sequences: DTypeMask = []
  package var optionals: DTypeMask = []
  package var optionalSequences: DTypeMask = []
  package var sparse: DTypeMask = []
  /// Types of any other form, as ONNX writes them: `map(string, tensor(float))` …
  package var others: Set<String> = []

  package init(tensors: DTypeMask) { self.tensors = tensors }
  package init(arrayLiteral dtypes: DType...) { tensors = DTypeMask(dtypes) }

  package static func + (a: Self, b: Self) -> Self {
    var sum = a
    sum.tensors.formUnion(b.tensors)
    sum.sequences.formUnion(b.sequences)
    sum.optionals.formUnion(b.optionals)
    sum.optionalSequences.formUnion(b.optionalSequences)
    sum.sparse.formUnion(b.sparse)
    sum.others.formUnion(b.others)
    return sum
  }

  package static func - (a: Self, b: Self) -> Self {
    var difference = a
    difference.tensors.subtract(b.tensors)
    return difference
  }

  /// Sequences of the tensors of `set`.
  package static func sequences(of set: Self) -> Self {
    var result: Self = []
    result.sequences = set.tensors
    return result
  }
  /// Optionals of the tensors and sequences of `set`.
  package static func optionals(of set: Self) -> Self {
    var result: Self = []
    result.optionals = set.tensors
    result.optionalSequences = set.sequences
    return result
  }
  /// Sparse tensors with the element types of `set`.
  package static func sparse(of set: Self) -> Self {
    var result: Self = []
    result.sparse = set.tensors
    return result
  }
  package static func others(_ names: String...) -> Self {
    var result: Self = []
    result.others = Set(names)
    return result
  }

  /// Whether a value of this kind is allowed.
  package func contains(_ kind: ValueKind) -> Bool {
    switch kind {
    case .tensor(let dtype): tensors.contains(dtype)
    case .sequence(.tensor(let dtype)):
      sequences.contains(dtype) || others.contains(kind.nameInSchemas)
    case .optional(.tensor(let dtype)): optionals.contains(dtype)
    case .optional(.sequence(.tensor(let dtype))): optionalSequences.contains(dtype)
    case .sparse(let dtype): sparse.contains(dtype)
    case .sequence, .optional, .map: others.contains(kind.nameInSchemas)
    }
  }

  /// Every type as ONNX writes it.
  package var names: Set<String> {
    var names = others
    names.formUnion(tensors.members.map { "tensor(\($0.name))" })
    names.formUnion(sequences.members.map { "seq(tensor(\($0.name)))" })
    names.formUnion(optionals.members.map { "optional(tensor(\($0.name)))" })
    names.formUnion(optionalSequences.members.map { "optional(seq(tensor(\($0.name))))" })
    names.formUnion(sparse.members.map { "sparse_tensor(\($0.name))" })
    return names
  }
}

extension ValueKind {
  /// The type as schemas write it, which have a map's tensors by their element type alone.
  fileprivate var nameInSchemas: String {
    switch self {
    case .map(let key, .tensor(let dtype)): "map(\(key.name), \(dtype.name))"
    case .sequence(let element): "seq(\(element.nameInSchemas))"
    case .optional(let element): "optional(\(element.nameInSchemas))"
    case .tensor, .map, .sparse: name
    }
  }
}

/// A set of element types, one bit each.
package struct DTypeMask: OptionSet, Sendable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
  package init(_ dtypes: [DType]) {
    rawValue = dtypes.reduce(0) { $0 | 1 << UInt32($1.rawValue) }
  }
  package func contains(_ dtype: DType) -> Bool { rawValue & 1 << UInt32(dtype.rawValue) != 0 }
  package var members: [DType] { DType.allCases.filter(contains) }
}

/// The sets that ONNX's schemas use again and again.
extension TypeSet {
  package static let ieeeFloats: Self = [.float16, .float, .double]
  package static let floats: Self = ieeeFloats + [.bfloat16]
  package static let wideIntegers: Self = [.int32, .int64, .uint32, .uint64]
  package static let signedIntegers: Self = [.int8, .int16, .int32, .int64]
  package static let unsignedIntegers: Self = [.uint8, .uint16, .uint32, .uint64]
  package static let integers: Self = signedIntegers + unsignedIntegers
  /// Numbers as of opset 1: no bfloat16.
  package static let classicNumbers: Self = ieeeFloats + integers
  package static let numbers: Self = floats + integers
  package static let complexes: Self = [.complex64, .complex128]
  /// Every tensor type as of opset 1.
  package static let classic: Self = classicNumbers + complexes + [.bool, .string]
  /// Every tensor type as of opset 13.
  package static let classicAndBFloat16: Self = classic + [.bfloat16]
  package static let float8: Self = [
    .float8e4m3fn, .float8e4m3fnuz, .float8e5m2, .float8e5m2fnuz,
  ]
  /// Every tensor type of IR version 9 (opset 19).
  package static let ir9: Self = classicAndBFloat16 + float8
  /// Every tensor type of IR version 10 (opset 21).
  package static let ir10: Self = ir9 + [.uint4, .int4]
  /// Every tensor type of IR version 11 (opset 23).
  package static let ir11: Self = ir10 + [.float4e2m1]
  /// Every tensor type of IR version 12 (opset 24).
  package static let ir12: Self = ir11 + [.float8e8m0]
  /// Every tensor type of IR version 13 (opset 25).
  package static let ir13: Self = ir12 + [.uint2, .int2]
}
