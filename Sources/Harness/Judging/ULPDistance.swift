internal import Tensors

/// Counts the numbers of an element type that lie between two of them.
///
/// -0 and 0 are one number. Nothing is counted to or from NaN and the infinities: one step past the
/// largest finite number is no small error.
struct ULPDistance {
  private let ordinal: @Sendable (Elements, Int) -> Int?

  /// `nil` for booleans, strings and complex numbers.
  init?(_ dtype: DType) {
    switch dtype {
    case .bool, .string, .complex64, .complex128: return nil
    default: ordinal = { elements, offset in elements.visit(Ordinal(offset: offset)) }
    }
  }

  /// `nil` when one of them is not finite. Integers count in steps of one.
  func between(_ a: Tensor, _ b: Tensor, at offset: Int) -> Int? {
    guard let a = ordinal(a.elements, offset), let b = ordinal(b.elements, offset) else {
      return nil
    }
    let (difference, overflow) = a.subtractingReportingOverflow(b)
    return overflow || difference == .min ? .max : abs(difference)
  }
}

private struct Ordinal: ElementsVisitor {
  let offset: Int

  func visit<T: Element>(_ values: Buffer<T>) -> Int? {
    switch values[offset] {
    case let x as Double: x.isFinite ? ordered(Int(x.magnitude.bitPattern), x < 0) : nil
    case let x as Float: x.isFinite ? ordered(Int(x.magnitude.bitPattern), x < 0) : nil
    case let x as Float16: x.isFinite ? ordered(Int(x.magnitude.bitPattern), x < 0) : nil
    case let x as BFloat16:
      x.wide.isFinite ? ordered(Int(x.bits & 0x7fff), x.bits & 0x8000 != 0) : nil
    case let x as Float8E8M0: x.bits == 255 ? nil : Int(x.bits)
    case let x as any MiniFloat:
      x.wide.isFinite ? ordered(Int(x.bits & signlessMask(x)), x.wide < 0) : nil
    case let x as UInt64: Int(exactly: x) ?? .max
    case let x as any NumberElement: integer(x)
    default: nil
    }
  }

  private func ordered(_ magnitude: Int, _ isNegative: Bool) -> Int {
    isNegative ? -magnitude : magnitude
  }

  private func signlessMask<T: MiniFloat>(_ x: T) -> UInt8 { 0xff >> UInt8(9 - T.dtype.bitWidth) }

  private func integer(_ x: some NumberElement) -> Int? {
    switch x.wide {
    case let wide as Int64: Int(wide)
    case let wide as UInt64: Int(exactly: wide)
    default: nil
    }
  }
}
