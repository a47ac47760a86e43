import Tensors

extension ProductNumber {
  /// Like ``multiply(_:_:_:into:pitch:accumulates:)``, over all cores: split by rows or columns, whichever
  /// is longer, which changes no bit.
  static func multiplyInParallel(
    _ extent: ProductExtent, _ a: MatrixView<Self>, _ b: MatrixView<Self>,
    into c: UnsafeMutablePointer<Self>, pitch: Int, accumulates: Bool = false
  ) {
    let split = ProductSplit(extent)
    let target = SendablePointer(c)
    guard packs, !(split.isByRows ? b : a).isPacked, let count = split.packedCount else {
      return split.forEachPart { part, first in
        multiply(
          part, split.isByRows ? a.from(first, 0) : a, split.isByRows ? b : b.from(0, first),
          into: target.base + first * (split.isByRows ? pitch : 1), pitch: pitch,
          accumulates: accumulates)
      }
    }
    SendablePointer<Self>.withMemory(count) { panels in
      split.forEachSharedPart { lines in
        let to = panels.base + lines.lowerBound * extent.depth
        if split.isByRows {
          packRight(
            depth: extent.depth, columns: lines.count, b.from(0, lines.lowerBound), into: to)
        } else {
          packLeft(rows: lines.count, depth: extent.depth, a.from(lines.lowerBound, 0), into: to)
        }
      }
      let shared = MatrixView(packed: UnsafePointer(panels.base), depth: extent.depth)
      split.forEachPart { part, first in
        multiply(
          part, split.isByRows ? a.from(first, 0) : shared,
          split.isByRows ? shared : b.from(0, first),
          into: target.base + first * (split.isByRows ? pitch : 1), pitch: pitch,
          accumulates: accumulates)
      }
    }
  }
}

extension ProductExtent {
  /// Elements that hold what the parts of a product on several cores share.
  var sharedCount: Int { ProductSplit(self).packedCount ?? 0 }
}

/// A product that is cut along its longer side; all parts share the operand of the other side.
private struct ProductSplit: Sendable {
  let extent: ProductExtent
  let isByRows: Bool

  init(_ extent: ProductExtent) {
    self.extent = extent
    isByRows = extent.rows > extent.columns
  }

  private var length: Int { isByRows ? extent.rows : extent.columns }
  private var sharedLength: Int { isByRows ? extent.columns : extent.rows }

  /// A multiple of the lines of a panel of either operand.
  private static let sharedTile = 48

  /// Elements that hold the packed form of the shared operand; `nil` where packing it once costs more
  /// than it saves, or takes more than 64 MiB.
  var packedCount: Int? {
    guard sharedLength > 6, length >= 512, extent.work >= 1 << 24 else { return nil }
    let count = (sharedLength + Self.sharedTile - 1) / Self.sharedTile * Self.sharedTile
    let limit = (64 << 20) / MemoryLayout<Double>.stride
    return count <= limit / max(extent.depth, 1) ? count * extent.depth : nil
  }

  /// Calls `body` with parts' extents and their first rows or columns, over all cores.
  func forEachPart(_ body: @Sendable (_ part: ProductExtent, _ first: Int) -> Void) {
    // Splits fall on whole register tiles of the kernel.
    let tile = isByRows ? 12 : 32
    let tiles = (length + tile - 1) / tile
    let grain = max(1, (1 << 20) / max(1, extent.work / max(tiles, 1)))
    Parallel.forEach(tiles, grain: grain) { range in
      let first = range.lowerBound * tile
      let count = min(range.upperBound * tile, length) - first
      var part = extent
      if isByRows { part.rows = count } else { part.columns = count }
      body(part, first)
    }
  }

  /// Calls `body` with ranges of the shared operand's lines, over all cores.
  func forEachSharedPart(_ body: @Sendable (Range<Int>) -> Void) {
    let tile = Self.sharedTile
    Parallel.forEach((sharedLength + tile - 1) / tile, grain: 2) { tiles in
      body(tiles.lowerBound * tile..<min(tiles.upperBound * tile, sharedLength))
    }
  }
}
