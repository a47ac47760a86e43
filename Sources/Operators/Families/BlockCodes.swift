import Graphs
import Tensors

/// How a matrix W `[columns, depth]` lies in codes of few bits, in blocks along its depth:
/// `W[n, k] = (code - zero) · scale`, with scale and zero point of k's block.
///
/// A block's codes follow one another with the lowest bits first, and fill whole bytes.
struct BlockCodes: Sendable {
  let columns: Int
  let depth: Int
  let blockSize: Int
  let bits: Int

  /// Blocks of a row, the last of which may be short.
  var blocks: Int { (depth - 1) / blockSize + 1 }
  /// Bytes of a block.
  var blockBytes: Int { blockSize * bits / 8 }
  /// Bytes of a row.
  var pitch: Int { blocks * blockBytes }
  /// Bytes of a row of packed zero points.
  var zeroPitch: Int { (blocks * bits + 7) / 8 }
  /// The zero point where none is given.
  var middle: Float { Float(1 << (bits - 1)) }

  /// - Throws: `.mismatch` where an input has other extents. `types` are those of codes, scales, zero
  ///   points and blocks of terms.
  func check(_ types: [TensorType?]) throws(OperatorError) {
    let counts = [
      columns * pitch, columns * blocks,
      columns * (types[2]?.dtype == .uint8 ? zeroPitch : blocks), depth,
    ]
    for (index, name) in ["B", "scales", "zero_points", "g_idx"].enumerated() {
      guard let shape = types[index]?.shape else { continue }
      guard shape.checkedCount == counts[index], index > 0 || shape.dims.first == columns else {
        throw .mismatch(
          "\(name) is \(shape), but \(columns) × \(depth) codes of \(bits) bits in blocks of"
            + " \(blockSize) take \(counts[index]) elements")
      }
    }
  }

  /// A code of a line of them, whose first bit is the given one.
  @inline(__always)
  func code(_ line: UnsafePointer<UInt8>, bit: Int) -> Int {
    let (place, shift) = (bit / 8, bit % 8)
    var two = Int(line[place])
    if shift + bits > 8 { two |= Int(line[place + 1]) << 8 }
    return two >> shift & (1 << bits - 1)
  }

  /// The code of W[n, k].
  @inline(__always)
  func code(_ codes: UnsafePointer<UInt8>, _ n: Int, _ k: Int) -> Int {
    code(codes + n * pitch + k / blockSize * blockBytes, bit: k % blockSize * bits)
  }
}

/// The scales and zero points of a matrix in codes.
struct BlockScales: Sendable {
  let layout: BlockCodes
  /// One a column and block.
  let scales: Buffer<Float>
  /// Likewise; `nil` where they are packed or the middle.
  let zeros: Buffer<Float>?
  /// Packed like codes, each column's padded to whole bytes.
  let packedZeros: Buffer<UInt8>?
  /// The block of each term, where they are not in order.
  let groups: Buffer<Int32>?

  /// - Throws: `.index` of a block that there isn't.
  init(
    _ layout: BlockCodes, scales: Tensor, zeros: Tensor?, groups: Tensor?
  ) throws(OperatorError) {
    self.layout = layout
    self.scales = try scales.floats(Float.self)
    packedZeros = zeros.flatMap { UInt8.unwrap($0.elements) }
    self.zeros = packedZeros == nil ? try zeros?.floats(Float.self) : nil
    self.groups = groups.flatMap { Int32.unwrap($0.elements) }
    for group in self.groups ?? [] where !(0..<layout.blocks).contains(Int(group)) {
      throw .index(Int(group), extent: layout.blocks)
    }
  }

  private func zero(_ n: Int, _ block: Int) -> Float {
    if let packedZeros {
      let code = layout.code(packedZeros.base + n * layout.zeroPitch, bit: block * layout.bits)
      return Float(code)
    }
    return zeros?[n * layout.blocks + block] ?? layout.middle
  }

  /// W, row-major.
  func weights<F: WideFloat>(_ codes: Buffer<UInt8>, _ type: F.Type) -> Buffer<F> {
    let depth = layout.depth
    return Buffer(count: layout.columns * depth) { out in
      let (target, codes) = (SendablePointer(out), SendablePointer(codes))
      Parallel.forEach(layout.columns, grain: max(1, (1 << 14) / depth)) { range in
        for n in range {
          for k in 0..<depth {
            let block = groups.map { Int($0[k]) } ?? k / layout.blockSize
            let code = F(layout.code(UnsafePointer(codes.base), n, k))
            target.base[n * depth + k] =
              (code - F(zero(n, block))) * F(scales[n * layout.blocks + block])
          }
        }
      }
    }
  }
}
