package import Tensors

/// The channels of a pixel, in their order.
package enum PixelFormat: String, Sendable {
  case rgb = "RGB"
  case bgr = "BGR"
  case grayscale = "Grayscale"

  package var channels: Int { self == .grayscale ? 1 : 3 }
}

extension Image {
  /// The pixels with these channels, row by row.
  ///
  /// Grey is `(19595 · R + 38470 · G + 7471 · B + 2¹⁵) / 2¹⁶`, rounded down.
  package func arranged(_ format: PixelFormat) -> Buffer<UInt8> {
    let count = width * height
    let isGrey = channels == 1
    return Buffer(count: count * format.channels) { out in
      for i in 0..<count {
        let red = pixels[isGrey ? i : 3 * i]
        let green = pixels[isGrey ? i : 3 * i + 1]
        let blue = pixels[isGrey ? i : 3 * i + 2]
        switch format {
        case .rgb: (out[3 * i], out[3 * i + 1], out[3 * i + 2]) = (red, green, blue)
        case .bgr: (out[3 * i], out[3 * i + 1], out[3 * i + 2]) = (blue, green, red)
        case .grayscale:
          let sum = 19595 * Int(red) + 38470 * Int(green) + 7471 * Int(blue)
          out[i] = UInt8((sum + 0x8000) >> 16)
        }
      }
    }
  }
}
