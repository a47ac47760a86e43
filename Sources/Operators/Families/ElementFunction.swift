import Tensors

/// A function of one element as a type, so that a loop over elements is compiled for it: a closure
/// would be called through a pointer for each.
protocol ElementFunction: Sendable {
  associatedtype X: BitwiseCopyable & Sendable
  associatedtype Y: BitwiseCopyable & Sendable
  func callAsFunction(_ x: X) -> Y
  /// What does the same over floats.
  var kernel: FloatMap? { get }
  /// `Y[i] = f(X[i])`; Y may be X.
  func fill(_ y: UnsafeMutablePointer<Y>, _ x: UnsafePointer<X>, _ count: Int)
}

/// A function of two elements as a type.
protocol PairFunction: Sendable {
  associatedtype A: BitwiseCopyable & Sendable
  associatedtype B: BitwiseCopyable & Sendable
  associatedtype C: BitwiseCopyable & Sendable
  func callAsFunction(_ a: A, _ b: B) -> C
  /// What does the same over floats.
  var kernel: FloatPairing? { get }
  /// `C[i] = f(A[i · stepA], B[i · stepB])`; C may be A where `stepA` is 1.
  func fill(
    _ c: UnsafeMutablePointer<C>, _ count: Int, _ a: UnsafePointer<A>, step stepA: Int,
    _ b: UnsafePointer<B>, step stepB: Int)
}

extension ElementFunction {
  var kernel: FloatMap? { nil }

  func fill(_ y: UnsafeMutablePointer<Y>, _ x: UnsafePointer<X>, _ count: Int) {
    for i in 0..<count { y[i] = self(x[i]) }
  }
}

extension ElementFunction where X: WideFloat, Y == X {
  func fill(_ y: UnsafeMutablePointer<X>, _ x: UnsafePointer<X>, _ count: Int) {
    guard !X.fill(y, kernel, x, count) else { return }
    for i in 0..<count { y[i] = self(x[i]) }
  }
}

extension PairFunction {
  var kernel: FloatPairing? { nil }

  func fill(
    _ c: UnsafeMutablePointer<C>, _ count: Int, _ a: UnsafePointer<A>, step stepA: Int,
    _ b: UnsafePointer<B>, step stepB: Int
  ) {
    each(c, count, a, step: stepA, b, step: stepB)
  }

  private func each(
    _ c: UnsafeMutablePointer<C>, _ count: Int, _ a: UnsafePointer<A>, step stepA: Int,
    _ b: UnsafePointer<B>, step stepB: Int
  ) {
    switch (stepA, stepB) {
    case (1, 1): for i in 0..<count { c[i] = self(a[i], b[i]) }
    case (1, 0):
      let y = b[0]
      for i in 0..<count { c[i] = self(a[i], y) }
    case (0, 1):
      let x = a[0]
      for i in 0..<count { c[i] = self(x, b[i]) }
    default: for i in 0..<count { c[i] = self(a[i &* stepA], b[i &* stepB]) }
    }
  }
}

extension PairFunction where A: WideFloat, B == A, C == A {
  func fill(
    _ c: UnsafeMutablePointer<A>, _ count: Int, _ a: UnsafePointer<A>, step stepA: Int,
    _ b: UnsafePointer<A>, step stepB: Int
  ) {
    guard !A.fill(c, count, kernel, a, step: stepA, b, step: stepB) else { return }
    each(c, count, a, step: stepA, b, step: stepB)
  }
}

/// `f` of each element, over all cores.
func mapped<F: ElementFunction>(_ x: Buffer<F.X>, _ f: F) -> Buffer<F.Y> {
  Buffer(count: x.count) { out in
    guard !out.isEmpty else { return }
    let (source, target) = (SendablePointer(x), SendablePointer(out))
    Parallel.forEach(x.count, grain: 1 << 15) { range in
      let (from, to) = (source.base + range.lowerBound, target.base + range.lowerBound)
      f.fill(to, UnsafePointer(from), range.count)
    }
    withExtendedLifetime(x) {}
  }
}

extension BroadcastPlan {
  var count: Int { dims.reduce(1, *) }

  /// `f` of each pair of elements, in the output's order, over all cores.
  func zip<F: PairFunction>(_ a: Buffer<F.A>, _ b: Buffer<F.B>, _ f: F) -> Buffer<F.C> {
    Buffer(count: count) { out in
      guard !out.isEmpty else { return }
      let target = SendablePointer(out)
      let (x, y) = (SendablePointer(a), SendablePointer(b))
      let (stepA, stepB) = (step(0), step(1))
      forEachRun { start, offsets, count in
        f.fill(
          target.base + start, count, UnsafePointer(x.base + offsets[0]), step: stepA,
          UnsafePointer(y.base + offsets[1]), step: stepB)
      }
      withExtendedLifetime((a, b)) {}
    }
  }

  /// The same for a closure: for loops that are not hot.
  func zip<
    A: BitwiseCopyable & Sendable, B: BitwiseCopyable & Sendable, C: BitwiseCopyable & Sendable
  >(
    _ a: Buffer<A>, _ b: Buffer<B>, _ f: @escaping @Sendable (A, B) -> C
  ) -> Buffer<C> { zip(a, b, ClosurePair(f: f)) }
}

private struct ClosurePair<
  A: BitwiseCopyable & Sendable, B: BitwiseCopyable & Sendable, C: BitwiseCopyable & Sendable
>: PairFunction {
  let f: @Sendable (A, B) -> C
  func callAsFunction(_ a: A, _ b: B) -> C { f(a, b) }
}
