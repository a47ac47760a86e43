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
  X: WideFloat, Wide: WideInteger, Y: FixedWidthInteger & BitwiseCopyable & Sendable
>: ElementFunction {
  @inline(__always) func callAsFunction(_ x: X) -> Y { Y(clamping: Wide(saturating: Double(x))) }
}

/// The integer parts in 32 bits.
func integerParts<F: WideFloat>(_ x: Buffer<F>) -> Buffer<Int32> {
  guard let x = x as? Buffer<Float> else { return mapped(x, IntegerPart<F, Int64, Int32>()) }
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
