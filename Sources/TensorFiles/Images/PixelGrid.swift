import Operators
import Tensors

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
    let wide = width == self.width ? self : resampled(width, filter, alongRows: true)
    return height == self.height ? wide : wide.resampled(height, filter, alongRows: false)
  }

  private func resampled(_ extent: Int, _ filter: ResizeFilter, alongRows: Bool) -> PixelGrid {
    let (width, height) = alongRows ? (extent, self.height) : (self.width, extent)
    let lines = PixelResampling(
      from: alongRows ? self.width : self.height, to: extent, filter
    ).lines
    let step = (alongRows ? 1 : self.width) * channels
    let count = width * height * channels
    let result = [UInt8](unsafeUninitializedCapacity: count) { out, initialized in
      pixels.withUnsafeBufferPointer { source in
        for y in 0..<height {
          for x in 0..<width {
            let line = lines[alongRows ? x : y]
            let first = alongRows ? y * self.width + line.first : line.first * self.width + x
            for channel in 0..<channels {
              var sum = 1 << (PixelResampling.bits - 1)
              var place = first * channels + channel
              for weight in line.weights {
                sum += Int(source[place]) * weight
                place += step
              }
              out[(y * width + x) * channels + channel] = UInt8(
                clamping: sum >> PixelResampling.bits)
            }
          }
        }
      }
      initialized = count
    }
    return PixelGrid(width: width, height: height, channels: channels, pixels: result)
  }

  /// The middle of the picture, as torchvision's `CenterCrop` finds it.
  ///
  /// - Precondition: the picture is not smaller.
  func cropped(width: Int, height: Int) -> PixelGrid {
    func start(_ whole: Int, _ part: Int) -> Int {
      Int(saturating: (Double(whole - part) / 2).rounded(.toNearestOrEven))
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
