/// The weights by which pixels along one axis become others, in the fixed point of Pillow.
///
/// `Y[i] = (2²¹ + Σ X[first + k] · weight[k]) / 2²²`, rounded down and held within 0...255, over the
/// pixels under the filter, which is stretched where the picture gets smaller.
///
/// - Source: Pillow 13.0, src/libImaging/Resample.c, precompute_coeffs and normalize_coeffs_8bpc.
struct PixelResampling {
  /// For each new pixel, the first old one and the weights from it on.
  let lines: [(first: Int, weights: [Int])]

  static let bits = 22

  init(from old: Int, to new: Int, _ filter: ResizeFilter) {
    let scale = Double(old) / Double(new)
    guard filter != .nearest else {
      lines = (0..<new).map { (min(Int((Double($0) + 0.5) * scale), old - 1), [1 << Self.bits]) }
      return
    }
    let stretch = max(scale, 1)
    let support = filter.support * stretch
    lines = (0..<new).map { place in
      let center = (Double(place) + 0.5) * scale
      let first = max(Int(center - support + 0.5), 0)
      let end = min(Int(center + support + 0.5), old)
      let raw = (first..<max(end, first)).map {
        filter.weight((Double($0) - center + 0.5) * (1 / stretch))
      }
      let sum = raw.reduce(0, +)
      let weights = raw.map { weight in
        let share = (sum == 0 ? weight : weight * (1 / sum)) * Double(1 << Self.bits)
        return Int(share < 0 ? share - 0.5 : share + 0.5)
      }
      return (first, weights)
    }
  }
}

/// How pixels between pixels are made.
package enum ResizeFilter: String, Sendable, CaseIterable {
  case nearest, bilinear, bicubic

  /// Pixels on each side that count, where the picture does not get smaller.
  fileprivate var support: Double { self == .bicubic ? 2 : 1 }

  /// The bicubic filter has Pillow's `a` = -0.5.
  fileprivate func weight(_ distance: Double) -> Double {
    let x = distance.magnitude
    switch self {
    case .nearest: return 1
    case .bilinear: return x < 1 ? 1 - x : 0
    case .bicubic:
      let a = -0.5
      if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
      return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0
    }
  }
}
