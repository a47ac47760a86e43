import Graphs
import Tensors

/// Sums of products by workgroups that share tiles: the part that products and convolutions have in
/// common.
struct SharedSums {
  /// The kernel that forms the sums, without what a division decides.
  var kernel: Dispatch
  let demand: ProductDemand
  let choice: KernelChoice
  let division: ProductDivision
  /// Terms of one sum.
  let depth: Int
  /// Where the blocks' sums go, if the division has slices.
  var part: Binding.Resource
  /// Where results go, and what follows their sums.
  var y: Binding
  var finish: (defines: [String: String], bindings: [Binding], parameters: [Parameter])
  /// Result rows before those of the next stack repeat what follows the sum.
  var finishedRows: Int

  /// The kernel, and where there are slices the pass that adds the blocks' sums, which lie in a scratch
  /// tensor of this type.
  var work: (dispatches: [Dispatch], part: TensorType?) {
    guard division.slices > 1 else { return ([main(splits: false)], nil) }
    let type = TensorType(.float, [demand.blocks, pitch])
    return ([main(splits: true), addition], type)
  }

  /// The most loop iterations of an invocation, apart from what the kernel says itself.
  static func trips(_ division: ProductDivision, depth: Int, blocks: Int) -> Int {
    depth + blocks * (2 + division.tile.depth) + depth / division.tile.depth
  }

  private var count: Int { demand.stacks * demand.rows * demand.columns }
  /// Elements from block to block.
  private var pitch: Int { (count + 3) / 4 * 4 }

  private func main(splits: Bool) -> Dispatch {
    let tile = division.tile
    var dispatch = kernel
    dispatch.defines.merge(tile.defines) { $1 }
    if demand.blocks == 1 { dispatch.defines["ONE_BLOCK"] = "1" }
    if demand.columns % 4 == 0 { dispatch.defines["STORES_VECTORS"] = "1" }
    let rowTiles = (demand.rows + tile.rows - 1) / tile.rows
    let columnTiles = (demand.columns + tile.columns - 1) / tile.columns
    let tiles = rowTiles * columnTiles * demand.stacks
    let slices = splits ? (demand.blocks + sliceBlocks - 1) / sliceBlocks : 1
    dispatch.parameters += [
      .uint("tiles", tiles * slices), .uint("row_tiles", rowTiles),
      .uint("column_tiles", columnTiles), .uint("rows", demand.rows),
      .uint("columns", demand.columns), .uint("blocks", demand.blocks),
    ]
    if splits {
      dispatch.defines["SPLIT"] = "1"
      dispatch.bindings.append(.writeVectors("part", part, .float))
      dispatch.parameters += [
        .uint("slices", slices), .uint("slice_blocks", sliceBlocks), .uint("part_pitch", pitch),
      ]
    } else {
      dispatch.defines.merge(finish.defines) { $1 }
      dispatch.bindings += [y] + finish.bindings
      dispatch.parameters += finish.parameters
    }
    dispatch.invocations = (tiles * slices * tile.groupSize, 1, 1)
    dispatch.localSize = [tile.groupSize, 1, 1]
    dispatch.tripBound += Self.trips(division, depth: depth, blocks: demand.blocks)
    dispatch.choice = choice
    return dispatch
  }

  private var sliceBlocks: Int { (demand.blocks + division.slices - 1) / division.slices }

  private var addition: Dispatch {
    var result = y
    result.access = .write
    return Dispatch(
      "Matrix/BlockSums.comp", defines: finish.defines,
      bindings: [
        .readVectors("part", part, .float), result,
      ] + finish.bindings,
      parameters: [
        .uint("vectors", pitch / 4), .uint("elements", count), .uint("blocks", demand.blocks),
        .uint("rows", finishedRows), .uint("columns", demand.columns),
      ] + finish.parameters,
      invocations: (pitch / 4, 1, 1), tripBound: demand.blocks)
  }
}
