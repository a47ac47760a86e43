import Tensors

/// Three-way comparison of the elements of one tensor by their positions, as sorting sees them:
/// every NaN equals every other and comes after all numbers, false before true, strings by their
/// code points, complex numbers by their real part first.
struct ElementOrder {
  /// Negative, zero or positive, as the first comes before, with or after the second.
  let compare: (Int, Int) -> Int

  init(_ tensor: Tensor) {
    switch tensor.elements {
    case .bool(let x): compare = { x[$0] == x[$1] ? 0 : x[$0] ? 1 : -1 }
    case .string(let x):
      compare = { a, b in
        if x[a].utf8.elementsEqual(x[b].utf8) { return 0 }
        return x[a].utf8.lexicographicallyPrecedes(x[b].utf8) ? -1 : 1
      }
    case .complex64(let x):
      compare = { a, b in
        let order = Self.floats(x[a].real, x[b].real)
        return order != 0 ? order : Self.floats(x[a].imaginary, x[b].imaginary)
      }
    case .complex128(let x):
      compare = { a, b in
        let order = Self.floats(x[a].real, x[b].real)
        return order != 0 ? order : Self.floats(x[a].imaginary, x[b].imaginary)
      }
    default:
      switch tensor.widened(.native) {
      case .float(let x): compare = { Self.floats(x[$0], x[$1]) }
      case .double(let x): compare = { Self.floats(x[$0], x[$1]) }
      case .int(let x): compare = { x[$0] < x[$1] ? -1 : x[$0] > x[$1] ? 1 : 0 }
      case .uint(let x): compare = { x[$0] < x[$1] ? -1 : x[$0] > x[$1] ? 1 : 0 }
      case nil: compare = { _, _ in 0 }
      }
    }
  }

  private static func floats<F: BinaryFloatingPoint>(_ a: F, _ b: F) -> Int {
    if a < b { return -1 }
    if a > b { return 1 }
    return a.isNaN == b.isNaN ? 0 : a.isNaN ? 1 : -1
  }
}
