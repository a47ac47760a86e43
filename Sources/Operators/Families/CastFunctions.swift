import CKernels
import Tensors

/// 1 for what is true.
struct Truth: ElementFunction {
  @inline(__always) func callAsFunction(_ x: Bool) -> UInt8 { x ? 1 : 0 }
}

struct IsNotZero<X: Numeric & BitwiseCopyable & Sendable>: ElementFunction {
  @inline(__always) func callAsFunction(_ x: X) -> Bool { x != 0 }
}

/// An integer as the nearest float.
struct Converted<X: FixedWidthInteger & BitwiseCopyable & Sendable, Y: WideFloat>: ElementFunction {
  @inline(__always) func callAsFunction(_ x: X) -> Y { Y(x) }
}

/// The low bits of an integer.
struct Truncated<
  X: FixedWidthInteger & BitwiseCopyable & Sendable,
  Y: FixedWidthInteger & BitwiseCopyable & Sendable
>: ElementFunction {
  @inline(__always) func callAsFunction(_ x: X) -> Y { Y(truncatingIfNeeded: x) }
}

/// The integer part of a float; out of range the nearest end, 0 for NaN.
struct IntegerPart<
  X: WideFloat, Y: FixedWidthInteger & BitwiseCopyable & Sendable
>: ElementFunction {
  /// The first integer that is too large.
  private let top = X(
    sign: .plus, exponent: X.Exponent(Y.bitWidth - (Y.isSigned ? 1 : 0)), significand: 1)

  @inline(__always) func callAsFunction(_ x: X) -> Y {
    if x.isNaN { return 0 }
    if x >= top { return .max }
    return (Y.isSigned ? x < -top : x <= -1) ? .min : Y(x)
  }
}

/// The integer parts in 32 bits.
func integerParts<F: WideFloat>(_ x: Buffer<F>) -> Buffer<Int32> {
  guard let x = x as? Buffer<Float> else { return mapped(x, IntegerPart()) }
  return Buffer(count: x.count) { out in
    guard !out.isEmpty else { return }
    let (source, target) = (SendablePointer(x), SendablePointer(out))
    Parallel.forEach(x.count, grain: 1 << 15) { range in
      wonnx_f32_to_s32(
        source.base + range.lowerBound, target.base + range.lowerBound, range.count)
    }
    withExtendedLifetime(x) {}
  }
}
