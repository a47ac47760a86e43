import Operators

/// A picture of bytes, `[height, width, channels]`.
struct PixelGrid: Equatable {
  let width: Int
  let height: Int
  let channels: Int
  let pixels: [UInt8]

  init(width: Int, height: Int, channels: Int, pixels: [UInt8]) {
    self.width = width
    self.height = height
    self.channels = channels
    self.pixels = pixels
  }

  init(_ image: Image, _ format: PixelFormat) {
    self.init(
      width: image.width, height: image.height, channels: format.channels,
      pixels: Array(image.arranged(format)))
  }

  /// The picture in another size, to the bytes that Pillow's `resize` gives: first along rows, then
  /// along columns, each rounded to bytes.
  func resized(width: Int, height: Int, _ filter: ResizeFilter) -> PixelGrid {
    let wide = width == self.width ? self : resampledRows(width, filter)
    return height == self.height ? wide : wide.resampledColumns(height, filter)
  }

  private func resampledRows(_ width: Int, _ filter: ResizeFilter) -> PixelGrid {
    let resampling = PixelResampling(from: self.width, to: width, filter)
    return PixelGrid(
      width: width, height: height, channels: channels,
      pixels: sums { out in
        for y in 0..<height {
          for (first, weights) in resampling.rows {
            out(y * self.width + first, 1, weights)
          }
        }
      })
  }

  private func resampledColumns(_ height: Int, _ filter: ResizeFilter) -> PixelGrid {
    let resampling = PixelResampling(from: self.height, to: height, filter)
    return PixelGrid(
      width: width, height: height, channels: channels,
      pixels: sums { out in
        for (first, weights) in resampling.rows {
          for x in 0..<width { out(first * width + x, width, weights) }
        }
      })
  }

  /// New pixels in their order: each is the number of its first old pixel, the step to the next, and
  /// the weights of all.
  private func sums(
    _ body: ((_ first: Int, _ step: Int, _ weights: [Int]) -> Void) -> Void
  ) -> [UInt8] {
    var result: [UInt8] = []
    body { first, step, weights in
      for channel in 0..<channels {
        var sum = 1 << (PixelResampling.bits - 1)
        for (k, weight) in weights.enumerated() {
          sum += Int(pixels[(first + k * step) * channels + channel]) * weight
        }
        result.append(UInt8(clamping: sum >> PixelResampling.bits))
      }
    }
    return result
  }

  /// The middle of the picture, as torchvision's `CenterCrop` finds it.
  ///
  /// - Precondition: the picture is not smaller.
  func cropped(width: Int, height: Int) -> PixelGrid {
    func start(_ whole: Int, _ part: Int) -> Int {
      Int((Double(whole - part) / 2).rounded(.toNearestOrEven))
    }
    let (top, left) = (start(self.height, height), start(self.width, width))
    let rows = (top..<top + height).map { y in
      let first = (y * self.width + left) * channels
      return pixels[first..<first + width * channels]
    }
    return PixelGrid(
      width: width, height: height, channels: channels, pixels: Array(rows.joined()))
  }
}
