import CKernels
import Graphs
import Tensors

/// Scales and zero points as they lie over a tensor.
struct ScaleTable<F: WideFloat>: Sendable {
  let layout: ScaleLayout
  let scales: Buffer<F>
  /// As many as scales; `nil` where all are 0.
  let zeros: Buffer<F>?

  init(_ layout: ScaleLayout, scale: Tensor, zero: Tensor?) throws(OperatorError) {
    self.layout = layout
    scales = try scale.floats(F.self)
    zeros = try zero?.floats(F.self)
  }

  private init(_ layout: ScaleLayout, scales: Buffer<F>, zeros: Buffer<F>?) {
    (self.layout, self.scales, self.zeros) = (layout, scales, zeros)
  }

  /// `f` of each element, its scale and its zero point.
  @inline(__always)
  func map<R: BitwiseCopyable & Sendable>(
    _ x: Buffer<F>, _ f: @Sendable (F, F, F) -> R
  ) -> Buffer<R> {
    let zeros = zeros ?? Buffer(repeating: 0, count: scales.count)
    return withExtendedLifetime((x, scales, zeros)) {
      let (x, s, z) = (SendablePointer(x), SendablePointer(scales), SendablePointer(zeros))
      return layout.map { i, k in f(x.base[i], s.base[k], z.base[k]) }
    }
  }

  /// The elements over their scales.
  func quotients(_ x: Buffer<F>) -> Buffer<F> { map(x) { x, scale, _ in x / scale } }

  /// The same with scales of 1.
  var ofQuotients: Self {
    Self(layout, scales: Buffer(repeating: 1, count: scales.count), zeros: zeros)
  }
}

extension ScaleTable<Float> {
  /// `saturate(round(x / scale) + zero)` by a kernel; `nil` where `target` has none.
  func quantized(_ x: Buffer<Float>, to target: DType) -> Elements? {
    switch target {
    case .uint8: .uint8(filled(from: x, wonnx_quantize_u8))
    case .int8: .int8(filled(from: x, wonnx_quantize_s8))
    case .uint16: .uint16(filled(from: x, wonnx_quantize_u16))
    case .int16: .int16(filled(from: x, wonnx_quantize_s16))
    default: nil
    }
  }

  /// `(x - zero) · scale` by a kernel; `nil` where the type of `x` has none.
  func dequantized(_ x: Elements) -> Buffer<Float>? {
    switch x {
    case .uint8(let x): filled(from: x, wonnx_dequantize_u8)
    case .int8(let x): filled(from: x, wonnx_dequantize_s8)
    case .uint16(let x): filled(from: x, wonnx_dequantize_u16)
    case .int16(let x): filled(from: x, wonnx_dequantize_s16)
    case .int32(let x): filled(from: x, wonnx_dequantize_s32)
    case .uint4(let x): filled(from: x.reinterpreted(as: UInt8.self), wonnx_dequantize_u8)
    case .int4(let x): filled(from: x.reinterpreted(as: Int8.self), wonnx_dequantize_s8)
    case .uint2(let x): filled(from: x.reinterpreted(as: UInt8.self), wonnx_dequantize_u8)
    case .int2(let x): filled(from: x.reinterpreted(as: Int8.self), wonnx_dequantize_s8)
    default: nil
    }
  }

  private func filled<From: Sendable, To: BitwiseCopyable & Sendable>(
    from x: Buffer<From>,
    _ kernel: @Sendable (UnsafePointer<From>?, wonnx_scales, UnsafeMutablePointer<To>?, Int) -> Void
  ) -> Buffer<To> {
    Buffer(count: x.count) { out in
      guard !out.isEmpty else { return }
      let (source, target) = (SendablePointer(x), SendablePointer(out))
      let (scale, zero) = (SendablePointer(scales), zeros.map { SendablePointer($0) })
      layout.forEachRun { run in
        let by = wonnx_scales(
          scale: scale.base + run.scale, zero: zero.map { UnsafePointer($0.base + run.scale) },
          step: run.step)
        kernel(source.base + run.start, by, target.base + run.start, run.count)
      }
      withExtendedLifetime((x, scales, zeros)) {}
    }
  }
}
