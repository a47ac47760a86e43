import Tensors

extension DType {
  /// Whether the decomposed operators compute in it.
  var isComputedFloat: Bool {
    switch self {
    case .float, .double, .float16, .bfloat16: true
    default: false
    }
  }

  /// How far a constant of this type may lie from the number that it stands for.
  var constantTolerance: Double {
    switch self {
    case .float16: 0x1p-10
    case .bfloat16: 0x1p-7
    default: 1e-6
    }
  }
}

extension Double {
  func isNear(_ other: Double, within tolerance: Double) -> Bool {
    (self - other).magnitude <= tolerance * other.magnitude
  }
}
