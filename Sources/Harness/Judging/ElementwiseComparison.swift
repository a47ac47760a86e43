internal import Tensors

/// Two tensors of one shape and type, element by element.
struct ElementwiseComparison {
  let tolerance: OutputTolerance
  let found: Tensor
  let expected: Tensor
  let output: String

  var judgement: Judgement {
    switch (found.elements, expected.elements) {
    case (.float16(let a), .float16(let e)): numbers(a, e) { $0 }
    case (.float(let a), .float(let e)): numbers(a, e) { $0 }
    case (.double(let a), .double(let e)): numbers(a, e) { $0 }
    case (.bfloat16(let a), .bfloat16(let e)): numbers(a, e) { $0.wide }
    case (.int64(let a), .int64(let e)): numbers(a, e) { Double($0) }
    case (.uint64(let a), .uint64(let e)): numbers(a, e) { Double($0) }
    case (.complex64(let a), .complex64(let e)): complex(a, e) { ($0.real, $0.imaginary) }
    case (.complex128(let a), .complex128(let e)): complex(a, e) { ($0.real, $0.imaginary) }
    case (.bool(let a), .bool(let e)): numbers(a, e) { $0 ? 1.0 : 0.0 }
    case (.string(let a), .string(let e)):
      tally(count: a.count) { a[$0] == e[$0] ? .same : .other(abs: nil, rel: nil) }
    default: numbers(Buffer(found.doubles ?? []), Buffer(expected.doubles ?? [])) { $0 }
    }
  }

  /// How two elements stand to each other.
  private enum Relation {
    /// The same number, or NaN both.
    case same
    case close(abs: Double, rel: Double)
    case other(abs: Double?, rel: Double?)
    case special
  }

  private func numbers<T, C: BinaryFloatingPoint>(
    _ a: Buffer<T>, _ e: Buffer<T>, _ computed: (T) -> C
  ) -> Judgement {
    let rtol = C(tolerance.rtol)
    let atol = C(tolerance.atol)
    let bound = tolerance.sharedBound(largest: largest)
    return tally(count: min(a.count, e.count)) { offset in
      let a = computed(a[offset])
      let e = computed(e[offset])
      if a == e || (a.isNaN && e.isNaN) { return .same }
      guard a.isFinite && e.isFinite else { return .special }
      let abs = (a - e).magnitude
      let rel = e == 0 ? .infinity : Double(abs) / Double(e.magnitude)
      let isClose =
        bound.map { (Double(a) - Double(e)).magnitude <= $0 } ?? (abs <= atol + rtol * e.magnitude)
      return isClose
        ? .close(abs: Double(abs), rel: rel) : .other(abs: Double(abs), rel: rel)
    }
  }

  /// A complex number is close when the modulus of the difference is.
  private func complex<T, C: BinaryFloatingPoint>(
    _ a: Buffer<T>, _ e: Buffer<T>, _ parts: (T) -> (C, C)
  ) -> Judgement {
    let rtol = C(tolerance.rtol)
    let atol = C(tolerance.atol)
    let bound = tolerance.sharedBound(largest: largest)
    return tally(count: min(a.count, e.count)) { offset in
      let a = parts(a[offset])
      let e = parts(e[offset])
      if a == e { return .same }
      let isNaN = (a.0.isNaN || a.1.isNaN, e.0.isNaN || e.1.isNaN)
      if isNaN.0 && isNaN.1 { return .same }
      guard a.0.isFinite && a.1.isFinite && e.0.isFinite && e.1.isFinite else { return .special }
      let abs = modulus(a.0 - e.0, a.1 - e.1)
      let size = modulus(e.0, e.1)
      let rel = size == 0 ? .infinity : Double(abs) / Double(size)
      return bound.map { Double(abs) <= $0 } ?? (abs <= atol + rtol * size)
        ? .close(abs: Double(abs), rel: rel) : .other(abs: Double(abs), rel: rel)
    }
  }

  private func modulus<C: BinaryFloatingPoint>(_ x: C, _ y: C) -> C {
    C((Double(x) * Double(x) + Double(y) * Double(y)).squareRoot())
  }

  /// Of the expected numbers; 0 where the tolerance does not ask for it.
  private var largest: Double {
    tolerance.relativeToLargest == nil ? 0 : expected.largestMagnitude
  }

  private func tally(count: Int, _ relation: (Int) -> Relation) -> Judgement {
    var result = Comparison(
      output: output, dtype: expected.dtype.name, shape: expected.shape.dims,
      elements: expected.count)
    result.compared = count
    let ulps = ULPDistance(expected.dtype)
    var worst = WorstElements(limit: Comparison.detailLimit)
    var specials = 0
    if ulps != nil { result.maxULP = 0 }
    for offset in 0..<count {
      let relation = relation(offset)
      guard case .same = relation else {
        let ulp = ulps?.between(found, expected, at: offset)
        result.maxULP = max(result.maxULP ?? 0, ulp ?? 0)
        switch relation {
        case .same: break
        case .close(let abs, let rel):
          result.maxAbs = max(result.maxAbs, abs)
          result.maxRel = max(result.maxRel, rel)
        case .other(let abs, let rel):
          result.mismatches += 1
          result.maxAbs = max(result.maxAbs, abs ?? 0)
          result.maxRel = max(result.maxRel, rel ?? 0)
          if result.first.count < Comparison.detailLimit {
            result.first.append(difference(offset, abs, rel, ulp))
          }
          worst.offer(offset, severity: abs ?? .infinity)
        case .special:
          result.mismatches += 1
          specials += 1
          if result.first.count < Comparison.detailLimit {
            result.first.append(difference(offset, nil, nil, nil))
          }
          worst.offer(offset, severity: .infinity)
        }
        continue
      }
    }
    if tolerance.relativeToLargest != nil {
      let largest = largest
      result.relativeToLargest = largest > 0 ? result.maxAbs / largest : nil
    }
    (result.foundNaN, result.expectedNaN) = (found.nanCount, expected.nanCount)
    result.worst = worst.offsets.map { offset in
      switch relation(offset) {
      case .other(let abs, let rel):
        difference(offset, abs, rel, ulps?.between(found, expected, at: offset))
      case .same, .close, .special: difference(offset, nil, nil, nil)
      }
    }
    return Judgement(result, mismatch(result, specials: specials))
  }

  private func difference(_ offset: Int, _ abs: Double?, _ rel: Double?, _ ulp: Int?) -> Difference
  {
    Difference(
      index: expected.shape.index(of: offset), offset: offset, expected: expected.text(at: offset),
      found: found.text(at: offset), abs: abs, rel: rel, ulp: ulp)
  }

  private func mismatch(_ result: Comparison, specials: Int) -> Mismatch? {
    guard result.compared == result.elements else {
      return Mismatch(
        cause: .count,
        reason: "only \(result.compared) of the \(result.elements) elements of output '\(output)' "
          + "were compared")
    }
    guard let first = result.first.first else { return nil }
    return Mismatch(
      cause: specials > 0 ? .special : .compare,
      reason: "output '\(output)' differs in \(result.mismatches) of \(result.elements) elements; "
        + "the first is \(first.index): \(first.found), expected \(first.expected)")
  }
}

/// The offsets of the elements that are furthest off, worst first.
struct WorstElements {
  let limit: Int
  private var kept: [(offset: Int, severity: Double)] = []

  init(limit: Int) { self.limit = limit }

  mutating func offer(_ offset: Int, severity: Double) {
    if kept.count == limit, let last = kept.last, last.severity >= severity { return }
    let place = kept.firstIndex { $0.severity < severity } ?? kept.endIndex
    kept.insert((offset, severity), at: place)
    if kept.count > limit { kept.removeLast() }
  }

  var offsets: [Int] { kept.map(\.offset) }
}
