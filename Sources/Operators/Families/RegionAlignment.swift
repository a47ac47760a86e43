import Tensors

/// One region of RoiAlign in pixels: its corner, the extents of a bin, and its samples an axis.
struct AlignedRegion<F: WideFloat>: Sendable {
  let batch: Int
  let top: F, left: F, binHeight: F, binWidth: F
  let rows: Int, columns: Int
}

/// RoiAlign on the CPU: where a sample lies is found once, for all channels.
struct RegionAlignment<F: WideFloat>: Sendable {
  /// `[N, C, H, W]`.
  let image: Shape
  /// Bins an axis.
  let height: Int, width: Int
  let takesMaximum: Bool
  let regions: [AlignedRegion<F>]

  /// The regions' bins, `[regions, C, height, width]`.
  func values(_ x: Buffer<F>) -> Buffer<F> {
    let channels = image[1]
    return Buffer(count: regions.count * channels * height * width) { out in
      guard !out.isEmpty else { return }
      let (target, source) = (SendablePointer(out), SendablePointer(x))
      Parallel.forEach(regions.count * height, grain: 1) { range in
        var bin = [F](repeating: 0, count: channels)
        for index in range {
          let (region, row) = (regions[index / height], index % height)
          let plane = source.base + region.batch * channels * image[2] * image[3]
          for column in 0..<width {
            fold(region, row, column, UnsafePointer(plane), into: &bin)
            let y = target.base + (index / height * channels * height + row) * width + column
            for channel in 0..<channels { y[channel * height * width] = bin[channel] }
          }
        }
      }
      withExtendedLifetime(x) {}
    }
  }

  /// One bin of every channel.
  private func fold(
    _ region: AlignedRegion<F>, _ row: Int, _ column: Int, _ x: UnsafePointer<F>,
    into bin: inout [F]
  ) {
    for channel in bin.indices { bin[channel] = 0 }
    var isFirst = true
    for iy in 0..<region.rows {
      let sy =
        region.top + F(row) * region.binHeight
        + (F(iy) + 0.5) * region.binHeight / F(region.rows)
      for ix in 0..<region.columns {
        let sx =
          region.left + F(column) * region.binWidth
          + (F(ix) + 0.5) * region.binWidth / F(region.columns)
        let sample = BilinearSample(sy, sx, rows: image[2], columns: image[3])
        bin.withUnsafeMutableBufferPointer { bin in
          for channel in 0..<bin.count {
            let (a, b, c, d) = sample.terms(x + channel * image[2] * image[3])
            if takesMaximum {
              // As `max(a, b, c, d)` of the standard library, NaNs included.
              let peak = max(max(max(a, b), c), d)
              bin[channel] = isFirst ? peak : max(bin[channel], peak)
            } else {
              bin[channel] += a + b + c + d
            }
          }
        }
        isFirst = false
      }
    }
    if !takesMaximum {
      let count = F(max(region.rows * region.columns, 1))
      for channel in bin.indices { bin[channel] /= count }
    }
  }
}

/// Where a sample lies between four pixels, and what they weigh.
private struct BilinearSample<F: WideFloat> {
  /// Offsets of the pixels in a plane; `nil` for a sample that lies outside.
  private let corners: (Int, Int, Int, Int)?
  private let weights: (F, F, F, F)

  init(_ y: F, _ x: F, rows: Int, columns: Int) {
    guard y >= -1, y <= F(rows), x >= -1, x <= F(columns), rows > 0, columns > 0 else {
      (corners, weights) = (nil, (0, 0, 0, 0))
      return
    }
    let (v, h) = (Self.split(y, rows), Self.split(x, columns))
    corners = (
      v.low * columns + h.low, v.low * columns + h.high, v.high * columns + h.low,
      v.high * columns + h.high
    )
    weights = (
      (1 - v.share) * (1 - h.share), (1 - v.share) * h.share, v.share * (1 - h.share),
      v.share * h.share
    )
  }

  /// The four pixels' values by their weights.
  @inline(__always)
  func terms(_ plane: UnsafePointer<F>) -> (F, F, F, F) {
    guard let (a, b, c, d) = corners else { return (0, 0, 0, 0) }
    return (
      weights.0 * plane[a], weights.1 * plane[b], weights.2 * plane[c], weights.3 * plane[d]
    )
  }

  private static func split(_ position: F, _ count: Int) -> (low: Int, high: Int, share: F) {
    let inside = position > 0 ? position : 0
    let low = Int(inside)
    return low >= count - 1 ? (count - 1, count - 1, 0) : (low, low + 1, inside - F(low))
  }
}
