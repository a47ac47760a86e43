import Graphs
import Testing

@testable import Operators

@Suite("A product's division among workgroups") struct ProductDivisionTests {
  private static let card = DeviceTraits(
    kernels: .groups, subgroupSize: 32, sharedBytes: 48 << 10, tripBudget: 1 << 30,
    hasFloat64: true)

  struct Row: CustomTestStringConvertible, Sendable {
    let rows: Int, columns: Int, blocks: Int
    let expected: String
    var testDescription: String { "\(rows) × \(columns), \(blocks) blocks: \(expected)" }
  }

  /// What was fastest on an H200, with slices of whole blocks: 4096³, 1024³, 128 × 4096 × 4096, and
  /// ResNet-50's 7 × 7, the first and the last 3 × 3 convolutions.
  static let rows = [
    Row(rows: 4096, columns: 4096, blocks: 16, expected: "128×128×8/8×8"),
    Row(rows: 1024, columns: 1024, blocks: 4, expected: "64×128×16/8×8"),
    Row(rows: 128, columns: 4096, blocks: 16, expected: "128×128×8/8×8, 8 slices"),
    Row(rows: 64, columns: 12544, blocks: 1, expected: "64×32×32/4×4"),
    Row(rows: 64, columns: 3136, blocks: 3, expected: "64×32×32/4×4, 3 slices"),
    Row(rows: 512, columns: 49, blocks: 19, expected: "64×32×32/4×4, 19 slices"),
  ]

  @Test("is first the one that was fastest", arguments: rows)
  func first(row: Row) throws {
    let demand = ProductDemand(
      rows: row.rows, columns: row.columns, stacks: 1, blocks: row.blocks)
    #expect(demand.divisions(Self.card).first?.name == row.expected)
  }

  @Test("gives each kernel one name")
  func names() {
    let demand = ProductDemand(rows: 512, columns: 784, stacks: 2, blocks: 4)
    let names = demand.divisions(Self.card).map(\.name)
    #expect(Set(names).count == names.count && names.count > 9)
  }

  @Test("keeps to what a workgroup may have")
  func limits() {
    var device = Self.card
    device.sharedBytes = 10 << 10
    device.groupLimit = 128
    let demand = ProductDemand(rows: 4096, columns: 4096, stacks: 1, blocks: 4)
    let tiles = Set(demand.divisions(device).map(\.tile))
    #expect(!tiles.isEmpty)
    #expect(tiles.allSatisfy { $0.groupSize <= 128 && $0.sharedBytes <= 10 << 10 })
  }

  @Test("deals a tile's vectors evenly to its invocations", arguments: ProductTile.all)
  func chunks(tile: ProductTile) {
    #expect(tile.rows * tile.depth % (4 * tile.groupSize) == 0)
    #expect(tile.columns * tile.depth % (4 * tile.groupSize) == 0)
    #expect(tile.groupSize % tile.columns == 0 || tile.columns > tile.groupSize)
    #expect(tile.sharedBytes <= 32 << 10)
  }
}
