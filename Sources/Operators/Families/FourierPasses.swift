import Graphs

/// A fast Fourier transform: one pass of small transforms for each factor of the length.
///
/// A pass of radix r takes `a[b] = X[i + w (b + r k)]` for `b < r`, transforms it, turns the result by
/// `e^(±2πj u i l / N)` and writes it to `Y[i + w (k + l u)]`; w, l and r multiply to N.
///
/// - Source: the passes and their order of FFTPACK, as pocketfft writes them.
struct FourierPasses: Sendable {
  struct Pass: Sendable {
    let radix: Int
    /// l: the product of the radices before.
    let before: Int
    /// w: the product of the radices after.
    let after: Int
  }

  let length: Int
  let passes: [Pass]

  init(length: Int) {
    var (factors, rest) = ([Int](), length)
    while rest % 4 == 0 {
      factors.append(4)
      rest /= 4
    }
    if rest % 2 == 0, rest > 0 {
      factors.append(2)
      rest /= 2
      factors.swapAt(0, factors.count - 1)
    }
    var divisor = 3
    while divisor * divisor <= rest {
      while rest % divisor == 0 {
        factors.append(divisor)
        rest /= divisor
      }
      divisor += 2
    }
    if rest > 1 { factors.append(rest) }
    var before = 1
    passes = factors.map { radix in
      defer { before *= radix }
      return Pass(radix: radix, before: before, after: length / before / radix)
    }
    self.length = length
  }

  /// Transforms `length` complex numbers, real and imaginary parts apart.
  ///
  /// - Parameter circle: cosines and signed sines of the N-th parts of a turn.
  func run<F: WideFloat>(
    _ real: inout [F], _ imaginary: inout [F], circle: [(F, F)]
  ) {
    var (nextReal, nextImaginary) = (real, imaginary)
    for pass in passes {
      let (radix, before, after) = (pass.radix, pass.before, pass.after)
      var points = [(F, F)](repeating: (0, 0), count: radix)
      var turned = points
      for k in 0..<before {
        for i in 0..<after {
          for b in 0..<radix {
            let from = i + after * (b + radix * k)
            points[b] = (real[from], imaginary[from])
          }
          transform(points, &turned, circle)
          for u in 0..<radix {
            let to = i + after * (k + before * u)
            var point = turned[u]
            if u > 0, i > 0 { point = product(point, circle[u * before * i]) }
            (nextReal[to], nextImaginary[to]) = point
          }
        }
      }
      swap(&real, &nextReal)
      swap(&imaginary, &nextImaginary)
    }
  }

  /// The transform of a few points.
  private func transform<F: WideFloat>(
    _ a: [(F, F)], _ y: inout [(F, F)], _ circle: [(F, F)]
  ) {
    let radix = a.count
    func turn(_ part: Int) -> (F, F) { circle[part * (length / radix)] }
    switch radix {
    case 2: (y[0], y[1]) = (sum(a[0], a[1]), difference(a[0], a[1]))
    case 3:
      let (t1, t2) = (sum(a[1], a[2]), difference(a[1], a[2]))
      let (c, s) = turn(1)
      let center = (a[0].0 + t1.0 * c, a[0].1 + t1.1 * c)
      let side = (-(t2.1 * s), t2.0 * s)
      (y[0], y[1], y[2]) = (sum(a[0], t1), sum(center, side), difference(center, side))
    case 4:
      let (t2, t1) = (sum(a[0], a[2]), difference(a[0], a[2]))
      let (t3, t4) = (sum(a[1], a[3]), difference(a[1], a[3]))
      let s = turn(1).1
      let side = (-(t4.1 * s), t4.0 * s)
      (y[0], y[2]) = (sum(t2, t3), difference(t2, t3))
      (y[1], y[3]) = (sum(t1, side), difference(t1, side))
    case 5:
      let (t1, t4) = (sum(a[1], a[4]), difference(a[1], a[4]))
      let (t2, t3) = (sum(a[2], a[3]), difference(a[2], a[3]))
      let (one, two) = (turn(1), turn(2))
      y[0] = (a[0].0 + t1.0 + t2.0, a[0].1 + t1.1 + t2.1)
      func pair(_ u: Int, _ p: F, _ q: F, _ r: F, _ s: F) {
        let center = (a[0].0 + p * t1.0 + q * t2.0, a[0].1 + p * t1.1 + q * t2.1)
        let side = (-(r * t4.1 + s * t3.1), r * t4.0 + s * t3.0)
        (y[u], y[5 - u]) = (sum(center, side), difference(center, side))
      }
      pair(1, one.0, two.0, one.1, two.1)
      pair(2, two.0, one.0, two.1, -one.1)
    default:
      for u in 0..<radix {
        y[u] = a[0]
        for b in 1..<radix { y[u] = sum(y[u], product(a[b], turn(u * b % radix))) }
      }
    }
  }

  private func sum<F: WideFloat>(_ a: (F, F), _ b: (F, F)) -> (F, F) { (a.0 + b.0, a.1 + b.1) }
  private func difference<F: WideFloat>(_ a: (F, F), _ b: (F, F)) -> (F, F) {
    (a.0 - b.0, a.1 - b.1)
  }
  private func product<F: WideFloat>(_ a: (F, F), _ w: (F, F)) -> (F, F) {
    (a.0 * w.0 - a.1 * w.1, a.0 * w.1 + a.1 * w.0)
  }
}
