import Graphs
import Tensors

extension DType {
  /// Whether the decomposed operators compute in it.
  var isComputedFloat: Bool { TypeSet.floats.tensors.contains(self) }

  /// How far a constant of this type may lie from the number that it stands for.
  var constantTolerance: Double { max(floatFormat?.epsilon ?? 0, 1e-6) }
}

extension Double {
  func isNear(_ other: Double, within tolerance: Double) -> Bool {
    (self - other).magnitude <= tolerance * other.magnitude
  }
}
