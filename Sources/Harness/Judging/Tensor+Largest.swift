package import Tensors

extension Tensor {
  /// The largest magnitude of its finite numbers; 0 where it has none.
  package var largestMagnitude: Double {
    let magnitudes: [Double] =
      switch elements {
      case .complex64(let x): x.map { modulus(Double($0.real), Double($0.imaginary)) }
      case .complex128(let x): x.map { modulus($0.real, $0.imaginary) }
      default: (doubles ?? []).map(\.magnitude)
      }
    return magnitudes.filter(\.isFinite).max() ?? 0
  }
}

private func modulus(_ x: Double, _ y: Double) -> Double { (x * x + y * y).squareRoot() }
