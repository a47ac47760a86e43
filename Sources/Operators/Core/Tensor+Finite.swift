import Tensors

extension Tensor {
  /// Whether it is of a common float type and has no element that is infinite or NaN.
  var isFinite: Bool {
    elements.withBytes { bytes in
      if dtype == .float {
        return bytes.bindMemory(to: UInt32.self).allSatisfy { $0 & 0x7f80_0000 != 0x7f80_0000 }
      }
      guard dtype == .float16 || dtype == .bfloat16 else { return false }
      let exponent: UInt16 = dtype == .float16 ? 0x7c00 : 0x7f80
      return bytes.bindMemory(to: UInt16.self).allSatisfy { $0 & exponent != exponent }
    } ?? false
  }
}

extension Buffer where Element: WideFloat {
  /// Whether no element is infinite or NaN.
  var isFinite: Bool { SendablePointer(self).isFinite(count) }
}

extension SendablePointer where T: WideFloat {
  /// Whether none of `count` elements is infinite or NaN.
  func isFinite(_ count: Int) -> Bool {
    let piece = 1 << 16
    let pieces = Parallel.map(Array(stride(from: 0, to: count, by: piece))) { first in
      // A loop without a way out is one of vectors.
      var isFinite = true
      for i in first..<min(first + piece, count) {
        isFinite = base[i].magnitude < .infinity ? isFinite : false
      }
      return isFinite
    }
    return pieces.allSatisfy { $0 }
  }
}
