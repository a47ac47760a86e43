import CKernels
import Graphs
import Tensors

/// A matrix in codes as the right operand of products of floats: columns lie 16 a panel, and are
/// decoded where they are multiplied.
struct CodePanels: Sendable {
  private static let width = 16
  /// Panels whose products are formed at once.
  private static let panelsAtOnce = 4

  let layout: BlockCodes
  private let codes: Buffer<UInt8>
  /// Scales and packed zero points in panels too, where they are constant.
  private var scalePanels: Buffer<Float>?
  private var zeroPanels: Buffer<UInt8>?

  init(_ layout: BlockCodes, _ bytes: Buffer<UInt8>) {
    self.layout = layout
    let (panels, size) = (Self.panels(layout), 2 * Self.keptBits(layout.bits) * layout.depth)
    codes = bytes.readingAgain { bytes in
      let source = SendablePointer(UnsafeMutablePointer(mutating: bytes))
      return Buffer(count: panels * size) { out in
        let target = SendablePointer(out)
        Parallel.forEach(panels, grain: max(1, (1 << 14) / size)) { range in
          for panel in range {
            let first = panel * Self.width
            wonnx_codes_pack(
              source.base + first * layout.pitch, layout.pitch,
              min(Self.width, layout.columns - first), layout.depth, layout.blockSize,
              Int32(layout.bits), target.base + panel * size)
          }
        }
      }
    }
  }

  /// The same with constant scales or packed zero points.
  func holding(scales: Tensor?, zeros: Tensor?) throws(OperatorError) -> Self {
    let packedZeros = zeros.flatMap { UInt8.unwrap($0.elements) }
    let scales = try scales?.floats(Float.self)
    let count = Self.panels(layout) * layout.blocks * Self.width
    var panels = self
    if let scales {
      panels.scalePanels = Buffer(count: count) { out in
        withKernelCodes(scales: scales.base) { codes in
          withUnsafePointer(to: codes) { wonnx_codes_pack_blocks($0, out.baseAddress, nil) }
        }
      }
    }
    if let packedZeros {
      panels.zeroPanels = Buffer(count: count) { out in
        withKernelCodes(packedZeros: packedZeros.base) { codes in
          withUnsafePointer(to: codes) { wonnx_codes_pack_blocks($0, nil, out.baseAddress) }
        }
      }
    }
    withExtendedLifetime((scales, packedZeros)) {}
    return panels
  }

  private static func panels(_ layout: BlockCodes) -> Int { (layout.columns - 1) / width + 1 }

  /// The bits in which panels keep a code.
  private static func keptBits(_ bits: Int) -> Int { bits <= 2 ? 2 : bits <= 4 ? 4 : 8 }

  /// What products take beside their operands and results.
  static var scratch: Int { panelsAtOnce * width * Summation.productBlock * 4 }

  /// `Y[i, n] = Σ_k A[i, k] · W[n, k]`, as a product of matrices forms it.
  func product(_ a: Buffer<Float>, rows: Int, _ scales: BlockScales) -> Buffer<Float> {
    let columns = layout.columns
    return Buffer(count: rows * columns) { out in
      guard rows > 0 else { return }
      let (x, y) = (SendablePointer(a), SendablePointer(out))
      let strip = Self.width * Self.panelsAtOnce
      let strips = (columns - 1) / strip + 1
      let work = strip * layout.depth * rows
      Parallel.forEach(strips, grain: max(1, (1 << 16) / work)) { range in
        withKernelCodes(scales) { codes in
          for index in range {
            let first = index * strip
            let width = min(strip, columns - first)
            if rows == 1 {
              multiplyRow(codes, x, first: first, columns: width, into: y)
            } else {
              multiply(codes, x, rows: rows, first: first, columns: width, into: y)
            }
          }
        }
      }
      withExtendedLifetime(a) {}
    }
  }

  private func multiplyRow(
    _ codes: wonnx_codes, _ x: SendablePointer<Float>, first: Int, columns: Int,
    into y: SendablePointer<Float>
  ) {
    let panels = (columns - 1) / Self.width + 1
    withUnsafePointer(to: codes) { codes in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: panels * Self.width) { sums in
        guard let base = sums.baseAddress else { return }
        wonnx_codes_row(codes, first / Self.width, panels, x.base, base)
        (y.base + first).update(from: base, count: columns)
      }
    }
  }

  /// Decodes a block of a product's terms at a time, and multiplies all rows with it.
  private func multiply(
    _ codes: wonnx_codes, _ x: SendablePointer<Float>, rows: Int, first: Int, columns: Int,
    into y: SendablePointer<Float>
  ) {
    let (panels, depth) = ((columns - 1) / Self.width + 1, layout.depth)
    SendablePointer<Float>.withMemory(panels * Self.width * Summation.productBlock) { tile in
      for k in stride(from: 0, to: depth, by: Summation.productBlock) {
        let terms = min(Summation.productBlock, depth - k)
        withUnsafePointer(to: codes) { codes in
          for panel in 0..<panels {
            wonnx_codes_weights(
              codes, first / Self.width + panel, k, terms, tile.base + panel * Self.width * terms)
          }
        }
        Float.multiply(
          ProductExtent(rows: rows, columns: columns, depth: terms),
          MatrixView(x.base + k, row: depth, column: 1),
          MatrixView(packed: tile.base, depth: terms), into: y.base + first,
          pitch: layout.columns, accumulates: k > 0)
      }
    }
  }

  private func withKernelCodes(_ scales: BlockScales, _ body: (wonnx_codes) -> Void) {
    withExtendedLifetime(scales) {
      withKernelCodes(
        scales: scales.scales.base, zeros: scales.zeros?.base,
        packedZeros: scales.packedZeros?.base, groups: scales.groups?.base, body)
    }
  }

  private func withKernelCodes(
    scales: UnsafePointer<Float>? = nil, zeros: UnsafePointer<Float>? = nil,
    packedZeros: UnsafePointer<UInt8>? = nil, groups: UnsafePointer<Int32>? = nil,
    _ body: (wonnx_codes) -> Void
  ) {
    withExtendedLifetime(self) {
      body(
        wonnx_codes(
          codes: codes.base, scales: scales, zeros: zeros, packed_zeros: packedZeros,
          scale_panels: scalePanels?.base, zero_panels: zeroPanels?.base, groups: groups,
          columns: layout.columns, depth: layout.depth, block: layout.blockSize,
          blocks: layout.blocks, zero_pitch: layout.zeroPitch,
          bits: Int32(Self.keptBits(layout.bits)), zero_bits: Int32(layout.bits),
          zero: layout.middle))
    }
  }

  /// The codes as a node's input has them, made when they are first read; `nil` where blocks reach past
  /// the depth, since what lies there is not kept.
  var unpacked: Tensor? {
    guard layout.depth % layout.blockSize == 0 else { return nil }
    let kept = Self.keptBits(layout.bits)
    let step = 2 * kept
    let bytes = Buffer<UInt8>.deferred(count: layout.columns * layout.pitch) { out in
      out.initialize(repeating: 0)
      for n in 0..<layout.columns {
        let panel = codes.base + n / Self.width * step * layout.depth
        let (place, shift) = (n % Self.width % step, n % Self.width / step * kept)
        for k in 0..<layout.depth {
          let code = Int(panel[k * step + place]) >> shift & (1 << layout.bits - 1)
          let bit = k * layout.bits
          let two = code << (bit % 8)
          out[n * layout.pitch + bit / 8] |= UInt8(truncatingIfNeeded: two)
          if two > 255 {
            out[n * layout.pitch + bit / 8 + 1] |= UInt8(truncatingIfNeeded: two >> 8)
          }
        }
      }
      withExtendedLifetime(codes) {}
    }
    return try? Tensor(bytes, shape: [layout.columns, layout.blocks, layout.blockBytes])
  }
}
