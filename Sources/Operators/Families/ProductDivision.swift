import Graphs

/// A tile, and the slices that a product's blocks are dealt to.
///
/// With more than one slice the blocks' sums are stored, and added in a second pass.
struct ProductDivision: Sendable, Hashable {
  let tile: ProductTile
  let slices: Int

  /// `64×32×32/4×4, 8 slices`.
  var name: String { slices == 1 ? tile.name : "\(tile.name), \(slices) slices" }
}

/// What decides which division is best.
struct ProductDemand: Sendable {
  let rows: Int
  let columns: Int
  let stacks: Int
  /// Blocks of the order of summation in one sum.
  let blocks: Int

  /// The blocks' sums that a split may store, in bytes.
  private static let mostPartBytes = 1 << 26

  /// The divisions that the device can take, best first.
  ///
  /// The first is the one that was fastest on an H200 (132 cores) for shapes like this: from 256 tiles on
  /// 128 × 128 (products of 2048³ and 4096³: 46 TFLOP/s), also in slices of a depth from 2048 on
  /// (128 × 4096 × 4096: 41); from 128 tiles on 64 × 128 (1024³: 35); and below, as in ResNet-50's
  /// convolutions, 64 × 32 with slices for 400 workgroups.
  func divisions(_ device: DeviceTraits) -> [ProductDivision] {
    let all = (device.emulatesFused ? [.emulated] : ProductTile.all).filter { $0.fits(device) }
    let tiles = all.contains { !isWasted($0) } ? all.filter { !isWasted($0) } : all.suffix(1)
    let best = tiles.filter(isBest).prefix(1)
    var list: [ProductDivision] = []
    for tile in best + tiles {
      for slices in [filling(tile), 1] {
        let division = ProductDivision(tile: tile, slices: slices)
        if !list.contains(division) { list.append(division) }
      }
    }
    return list
  }

  private func groups(_ tile: ProductTile) -> Int { stacks * tile.count(rows, columns) }

  /// Whether another tile covers the result with half of the work.
  private func isWasted(_ tile: ProductTile) -> Bool {
    (tile.rows > 16 && tile.rows >= 2 * rows) || (tile.columns > 32 && tile.columns >= 2 * columns)
  }

  /// Whether a tile is the one that was fastest, where no larger one was.
  private func isBest(_ tile: ProductTile) -> Bool {
    switch tile.rows * tile.columns {
    case 128 * 128:
      groups(tile) >= 256
        || (rows >= 128 && columns >= 128 && blocks >= 8 && groups(tile) * blocks >= 256)
    case 64 * 128: groups(tile) >= 128
    case 64 * 64: false
    default: true
    }
  }

  /// Slices that give the device enough workgroups.
  private func filling(_ tile: ProductTile) -> Int {
    let wanted =
      switch tile.rows * tile.columns {
      case 128 * 128: 256
      case 64 * 128: 128
      default: 400
      }
    let blocksEach = max(1, blocks * groups(tile) / wanted)
    let slices = (blocks + blocksEach - 1) / blocksEach
    let (bytes, overflow) = (4 * blocks).multipliedReportingOverflow(by: stacks * rows * columns)
    return overflow || bytes > Self.mostPartBytes ? 1 : slices
  }
}
