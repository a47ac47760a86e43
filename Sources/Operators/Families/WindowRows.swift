import Graphs
import Tensors

/// Which rows of the input each row of the output reads, the same for every batch and channel.
///
/// A row is a run along the last spatial axis.
struct WindowRows: Sendable {
  /// The window along the last axis.
  let inner: WindowAxis
  /// Output rows.
  let count: Int
  /// The taps of all axes but the last.
  let outerTapCount: Int
  /// `offsets[row * outerTapCount + tap]` is where the input's row starts; negative in the padding.
  let offsets: [Int]
  /// For each tap along the last axis, the outputs that it reaches.
  let reach: [Range<Int>]

  /// The bytes of its lists, while each axis refines them.
  static func scratch(_ geometry: WindowGeometry) -> ByteCount {
    let outer = geometry.axes.dropLast()
    let rows = outer.reduce(ByteCount.of(1, Int.self)) { $0 * $1.output }
    let reach = ByteCount.of(geometry.axes.last?.kernel ?? 1, Range<Int>.self)
    return outer.reduce(rows) { $0 * $1.kernel } * 3 + rows * 6 + reach
  }

  init(_ geometry: WindowGeometry) {
    let outer = geometry.axes.dropLast()
    inner = geometry.axes.last ?? WindowAxis(input: 1, output: 1, kernel: 1)
    let window = inner
    reach = (0..<inner.kernel).map { window.outputs(tap: $0) }
    var rows = [[0]]
    var taps = 1
    // Each axis refines every row so far, from the outermost inwards.
    for axis in outer {
      var refined: [[Int]] = []
      for row in rows {
        for o in 0..<axis.output {
          var offsets: [Int] = []
          for offset in row {
            for k in 0..<axis.kernel {
              let i = o * axis.stride + k * axis.dilation - axis.before
              offsets.append(
                offset < 0 || i < 0 || i >= axis.input ? -1 : offset * axis.input + i)
            }
          }
          refined.append(offsets)
        }
      }
      rows = refined
      taps *= axis.kernel
    }
    count = rows.count
    outerTapCount = taps
    offsets = rows.flatMap { $0.map { $0 < 0 ? -1 : $0 * window.input } }
  }
}
