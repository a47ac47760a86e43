import Graphs
import Tensors

/// The transpose of a convolution: each input spreads under the window over the outputs.
///
/// `Y[n, g·M/G + m, o…] = Σ_k… Σ_c X[n, g·C/G + c, i…] · W[g·C/G + c, m, k…]` over the taps and inputs with
/// `o = i · stride + k · dilation - before`, c ascending within a tap, then taps ascending.
struct TransposedConvolution: Sendable {
  let batch: Int
  let channels: Int
  let features: Int
  let groups: Int
  /// `input` is X's extent and `output` Y's.
  let geometry: WindowGeometry

  var groupChannels: Int { channels / groups }
  var groupFeatures: Int { features / groups }
  var shape: Shape { Shape([batch, features] + geometry.outputs) }

  /// What the sums take beside their operands and results: products before they spread, and where they
  /// do.
  ///
  /// - Parameter width: bytes of an element.
  func scratch(_ width: Int) -> ByteCount {
    let rows = groupFeatures * geometry.tapCount
    let product = ProductExtent(
      rows: rows, columns: geometry.inputCount, depth: groupChannels)
    let outer = geometry.axes.dropLast()
    let positions = outer.reduce(ByteCount.of(1, Int.self)) { $0 * $1.input }
    let targets = outer.reduce(positions) { $0 * $1.kernel }
    return ByteCount(width) * geometry.inputCount * rows + ByteCount(width) * product.sharedCount
      + targets + positions * (5 + geometry.axes.count)
  }

  func values<N: ProductNumber & WideFloat>(
    _ x: Buffer<N>, _ w: Buffer<N>, bias: Buffer<N>?
  ) -> Buffer<N> {
    let taps = geometry.tapCount
    let (inputs, outputs) = (geometry.inputCount, geometry.outputCount)
    let rows = groupFeatures * taps
    let extent = ProductExtent(rows: rows, columns: inputs, depth: groupChannels)
    let targets = tapTargets
    return Buffer(count: shape.count) { out in
      guard shape.count > 0 else { return }
      let (source, weights, y) = (SendablePointer(x), SendablePointer(w), SendablePointer(out))
      let spread = UnsafeMutableBufferPointer<N>.allocate(capacity: max(1, rows * inputs))
      defer { spread.deallocate() }
      let products = SendablePointer(spread)
      for image in 0..<batch * groups {
        let group = image % groups
        N.multiplyInParallel(
          extent,
          MatrixView(weights.base + group * groupChannels * rows, row: 1, column: rows),
          MatrixView(source.base + image * groupChannels * inputs, row: inputs, column: 1),
          into: spread.baseAddress.unsafelyUnwrapped, pitch: inputs)
        let features = groupFeatures
        let first = bias.map { $0.base + group * features }.map {
          SendablePointer(UnsafeMutablePointer(mutating: $0))
        }
        Parallel.forEach(features, grain: max(1, (1 << 15) / max(1, taps * inputs))) { range in
          for feature in range {
            let plane = y.base + (image * features + feature) * outputs
            for o in 0..<outputs { plane[o] = 0 }
            for tap in 0..<taps {
              let row = products.base + (feature * taps + tap) * inputs
              targets.add(row, tap: tap, to: plane)
            }
            if let first {
              let term = first.base[feature]
              for o in 0..<outputs { plane[o] += term }
            }
          }
        }
      }
      withExtendedLifetime((x, w, bias)) {}
    }
  }

  private var tapTargets: TapTargets { TapTargets(geometry) }
}

/// Which output each input reaches by each tap: -1 for those outside.
private struct TapTargets: Sendable {
  /// For each tap of all axes but the last and each input row, the output row's start; or -1.
  let rows: [[Int]]
  let inner: WindowAxis

  init(_ geometry: WindowGeometry) {
    let outer = Array(geometry.axes.dropLast())
    inner = geometry.axes[geometry.axes.count - 1]
    let kernel = Shape(outer.map(\.kernel))
    let inputs = Shape(outer.map(\.input))
    let width = inner.output
    rows = kernel.indices.map { tap in
      inputs.indices.map { position in
        var offset = 0
        for (axis, window) in outer.enumerated() {
          let o = position[axis] * window.stride + tap[axis] * window.dilation - window.before
          guard (0..<window.output).contains(o) else { return -1 }
          offset = offset * window.output + o
        }
        return offset * width
      }
    }
  }

  @inline(__always)
  func add<F: WideFloat>(
    _ products: UnsafeMutablePointer<F>, tap: Int, to plane: UnsafeMutablePointer<F>
  ) {
    let (outerTap, k) = tap.quotientAndRemainder(dividingBy: inner.kernel)
    let shift = k * inner.dilation - inner.before
    // The inputs i with 0 <= i · stride + shift < output.
    let from = shift >= 0 ? 0 : (-shift + inner.stride - 1) / inner.stride
    let to = min(
      inner.input,
      shift >= inner.output ? 0 : (inner.output - shift + inner.stride - 1) / inner.stride)
    guard from < to else { return }
    for (row, start) in rows[outerTap].enumerated() where start >= 0 {
      let source = products + row &* inner.input
      let target = plane + start
      for i in from..<to { target[i &* inner.stride &+ shift] += source[i] }
    }
  }
}

extension Shape {
  /// Every index of this shape, row-major.
  var indices: [[Int]] {
    dims.reduce([[]]) { indices, extent in
      indices.flatMap { index in (0..<extent).map { index + [$0] } }
    }
  }
}
