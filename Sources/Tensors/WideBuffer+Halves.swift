import CKernels

/// Floats of 16 bits by the kernels that convert whole vectors of them.
extension Float16 {
  package static func widened(_ x: Buffer<Self>, _ precision: Precision) -> WideBuffer? {
    guard precision == .native else { return .double(x.mapped { Double($0) }) }
    return .float(x.converted(wonnx_f16_to_f32))
  }

  package static func narrowed(_ wide: WideBuffer, saturates: Bool) -> Elements {
    guard case .float(let x) = wide else { return wrap(wide.floats(saturates: saturates)) }
    return .float16(x.converted(wonnx_f32_to_f16))
  }
}

extension BFloat16 {
  package static func widened(_ x: Buffer<Self>, _ precision: Precision) -> WideBuffer? {
    guard precision == .native else { return .double(x.mapped { $0.double }) }
    return .float(x.converted(wonnx_bf16_to_f32))
  }

  package static func narrowed(_ wide: WideBuffer, saturates: Bool) -> Elements {
    guard case .float(let x) = wide else { return wrap(wide.floats(saturates: saturates)) }
    return .bfloat16(x.converted(wonnx_f32_to_bf16))
  }
}

extension Buffer where Element: BitwiseCopyable {
  /// What `kernel` makes of the elements' bits.
  fileprivate func converted<T: BitwiseCopyable & Sendable, From, To>(
    _ kernel: (UnsafePointer<From>?, UnsafeMutablePointer<To>?, Int) -> Void
  ) -> Buffer<T> {
    Buffer<T>(count: count) { out in
      guard let target = UnsafeMutableRawPointer(out.baseAddress) else { return }
      kernel(
        UnsafeRawPointer(base).assumingMemoryBound(to: From.self),
        target.assumingMemoryBound(to: To.self), count)
      withExtendedLifetime(self) {}
    }
  }
}
