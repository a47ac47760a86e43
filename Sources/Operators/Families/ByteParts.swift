import CKernels
import Tensors

/// The images of a convolution of 8-bit integers, one a group, and what its kernel reads.
struct ByteParts: Sendable {
  let convolution: Convolution
  let window: wonnx_window
  let imageBytes: Int
  let x: ByteOperand
  let w: ByteOperand
  let filters: PackedFilters
  let bias: Buffer<Int32>?

  /// Many images are split among the threads whole, few by windows or filters, whichever are more.
  func fill(_ y: SendablePointer<Int32>, from bytes: SendablePointer<UInt8>) {
    let images = convolution.batch * convolution.groups
    let isMany = images >= 2 * Parallel.threadCount
    Parallel.forEach(images, grain: isMany ? 1 : images) { range in
      SendablePointer<UInt8>.withMemory(imageBytes) { image in
        for index in range {
          gather(index, from: bytes, into: image)
          convolve(index, image, into: y)
        }
      }
    }
  }

  /// The image as the kernel reads it.
  private func gather(
    _ index: Int, from bytes: SendablePointer<UInt8>, into image: SendablePointer<UInt8>
  ) {
    let (channels, plane) = (convolution.groupChannels, convolution.geometry.inputCount)
    let fours = (channels + 3) / 4
    Parallel.forEach(fours, grain: max(1, (1 << 15) / max(1, 4 * plane))) { range in
      wonnx_iconv_image(
        window, channels,
        wonnx_matrix_i8(
          data: bytes.base + index * channels * plane, row_stride: plane, column_stride: 1,
          is_signed: x.isSigned), x.zero, range.lowerBound, range.count, image.base)
    }
  }

  private func convolve(
    _ index: Int, _ image: SendablePointer<UInt8>, into y: SendablePointer<Int32>
  ) {
    let (features, pixels) = (convolution.groupFeatures, convolution.geometry.outputCount)
    let group = index % convolution.groups
    let windows = wonnx_iconv_windows(window)
    let isByFilters = features > windows
    let (length, tile) = isByFilters ? (features, 8) : (windows, 32)
    let tiles = (length + tile - 1) / tile
    let work = tile * min(features, windows) * convolution.depth
    Parallel.forEach(tiles, grain: max(1, (1 << 20) / work)) { range in
      let first = range.lowerBound * tile
      let count = min(range.upperBound * tile, length) - first
      let part = wonnx_integer_convolution(
        window: window, channels: convolution.groupChannels, all_filters: features,
        first_filter: isByFilters ? first : 0, filters: isByFilters ? count : features,
        first_window: isByFilters ? 0 : first, windows: isByFilters ? windows : count,
        x_zero: x.zero, x_is_signed: x.isSigned, w_is_signed: w.isSigned)
      let status = w.withZeros(from: group * features) { zeros in
        wonnx_iconv(
          part, image.base, filters.group(group), zeros, bias.map { $0.base + group * features },
          y.base + index * features * pixels)
      }
      precondition(status == WONNX_OK, "memory for a convolution's workspace is exhausted")
    }
  }
}
