import CKernels
import Graphs
import Tensors

extension Convolution {
  /// Sums of products of 8-bit integers less their zero points, plus a bias, in 32 bits, wrapping;
  /// `nil` where no kernel forms them.
  ///
  /// - Parameter filters: `w` packed, where that is done already.
  func sums(
    _ x: ByteOperand, _ w: ByteOperand, filters: PackedFilters? = nil, bias: Buffer<Int32>?
  ) -> Buffer<Int32>? {
    guard !x.zerosVary, shape.count > 0 else { return nil }
    if isDepthwise { return depthwiseSums(x, w, bias: bias) }
    guard let window = wonnx_window(geometry), let imageBytes = imageByteCount(window) else {
      return nil
    }
    let packed =
      filters
      ?? w.bytes.readingAgain {
        PackedFilters($0, weightsShape, groups: groups, isSigned: w.isSigned)
      }
    let parts = ByteParts(
      convolution: self, window: window, imageBytes: imageBytes, x: x, w: w, filters: packed,
      bias: bias)
    let bytes = x.bytes
    return Buffer(count: shape.count) { out in
      parts.fill(SendablePointer(out), from: SendablePointer(bytes))
      withExtendedLifetime((bytes, packed, bias)) {}
    }
  }

  private var weightsShape: Shape {
    Shape([features, groupChannels] + geometry.axes.map(\.kernel))
  }

  /// `nil` where padding and dilation make the image too large to be worth it.
  private func imageByteCount(_ window: wonnx_window) -> Int? {
    guard depth > 0, withUnsafePointer(to: window, { wonnx_window_is_valid($0) }) else {
      return nil
    }
    let bytes = wonnx_iconv_image_bytes(window, groupChannels)
    let limit = 8 * groupChannels * (geometry.inputCount + geometry.outputCount) + 4096
    return bytes <= UInt(limit) ? Int(bytes) : nil
  }

  /// Floats hold the products, and the sums of so few, exactly.
  private func depthwiseSums(
    _ x: ByteOperand, _ w: ByteOperand, bias: Buffer<Int32>?
  ) -> Buffer<Int32>? {
    guard depth <= (1 << 24) / (255 * 255) else { return nil }
    let sums = integerParts(
      values(x.centered(slice: x.bytes.count), w.centered(slice: depth), bias: nil))
    guard let bias else { return sums }
    let pixels = geometry.outputCount
    return Buffer(count: sums.count) { out in
      let (source, target) = (SendablePointer(sums), SendablePointer(out))
      Parallel.forEach(batch * features, grain: max(1, (1 << 15) / pixels)) { planes in
        for plane in planes {
          let (from, to) = (source.base + plane * pixels, target.base + plane * pixels)
          let addend = bias[plane % features]
          for i in 0..<pixels { to[i] = from[i] &+ addend }
        }
      }
      withExtendedLifetime(sums) {}
    }
  }
}

extension ByteOperand {
  /// The elements less their zero points, of which each is for `slice` elements.
  fileprivate func centered(slice: Int) -> Buffer<Float> {
    let bytes = bytes
    return Buffer(count: bytes.count) { out in
      guard let target = out.baseAddress, slice > 0 else { return }
      for index in 0..<bytes.count / slice {
        center(bytes.base + index * slice, zero: index, count: slice, into: target + index * slice)
      }
      withExtendedLifetime(bytes) {}
    }
  }

  private func center(
    _ from: UnsafePointer<UInt8>, zero index: Int, count: Int, into y: UnsafeMutablePointer<Float>
  ) {
    let zero = withZeros(from: index) { $0.values.map { Float($0.pointee) } } ?? 0
    withUnsafePointer(to: 1 as Float) { scale in
      withUnsafePointer(to: zero) { zero in
        let by = wonnx_scales(scale: scale, zero: zero, step: 0)
        if isSigned {
          from.withMemoryRebound(to: Int8.self, capacity: count) {
            wonnx_dequantize_s8($0, by, y, count)
          }
        } else {
          wonnx_dequantize_u8(from, by, y, count)
        }
      }
    }
  }
}
