import Graphs
import Tensors

/// A matrix product in register tiles, for types that shaders compute in `float`.
struct TiledProduct {
  /// Below this many multiply-adds, a tile's shader costs more to compile than it saves.
  static let leastWork = 1 << 18

  private let request: ProductLowering
  private let extent: ProductExtent
  private let rows: Int
  private let vectors: Int
  private let firstScratch: Int

  /// `nil` where tiles do not pay or the types do not allow them.
  ///
  /// - Parameter scratch: the first scratch tensor that is free.
  init?(_ request: ProductLowering, scratchFrom scratch: Int = 0) {
    firstScratch = scratch
    extent = request.product.extent
    self.request = request
    let total = request.product.shape.count.multipliedReportingOverflow(by: extent.depth)
    guard request.dtype.isFloat, request.dtype != .double, extent.depth > 0,
      total.overflow || total.partialValue >= Self.leastWork,
      !(request.product.transposesA && request.product.transposesB) || extent.depth % 4 == 0,
      Self.trips(extent.depth) + 2 * request.product.stacks.dims.count <= request.device.tripBudget
    else { return nil }
    // Where a multiply-add is many instructions, a large tile takes seconds to compile.
    let isLong = request.device.emulatesFused && !request.sumsIntegers
    let most = min(request.product.extent.rows, isLong ? 2 : 8)
    rows = [8, 4, 2].first { $0 <= most } ?? 1
    vectors = extent.columns > 4 && !isLong ? 2 : 1
  }

  /// Iterations over vectors of the depth, what follows them, and blocks.
  private static func trips(_ depth: Int) -> Int { depth / 4 + 5 + depth / Summation.productBlock }

  /// An operand as the shader reads it: rows of whole vectors.
  private struct Operand {
    var resource: Binding.Resource
    /// Vectors from row to row.
    var pitch: Int
    var strides: [Int]
    var packing: Dispatch?
    var scratch: TensorType?
  }

  /// - Parameters:
  ///   - lines: rows of memory in one matrix.
  ///   - width: elements of a row of memory.
  private func operand(
    _ resource: Binding.Resource, lines: Int, width: Int, strides: [Int], scratch: Int,
    pitch given: Int? = nil
  ) -> Operand {
    let pitch = given ?? (width + 3) / 4
    guard given == nil, width % 4 != 0 else {
      return Operand(resource: resource, pitch: pitch, strides: strides.map { $0 / 4 })
    }
    let matrices =
      1 + zip(request.product.stacks.dims, strides).reduce(0) { $0 + ($1.0 - 1) * $1.1 }
      / max(lines * width, 1)
    let count = matrices * lines * pitch
    let packing = Dispatch(
      "Matrix/PaddedRows.comp",
      bindings: [
        .read("x", resource, request.dtype),
        .writeVectors("y", .scratch(scratch), request.dtype),
      ],
      parameters: [.uint("count", count), .uint("width", width), .uint("pitch", pitch)],
      invocations: (count, 1, 1))
    return Operand(
      resource: .scratch(scratch), pitch: pitch,
      strides: strides.map { $0 / width * pitch }, packing: packing,
      scratch: TensorType(request.dtype, Shape([matrices * lines, 4 * pitch])))
  }

  var lowering: Lowering {
    let product = request.product
    let a = operand(
      request.a, lines: product.transposesA ? extent.depth : extent.rows,
      width: product.transposesA ? extent.rows : extent.depth,
      strides: product.stacks.strides[0], scratch: firstScratch)
    let b = operand(
      request.b, lines: product.transposesB ? extent.columns : extent.depth,
      width: product.transposesB ? extent.depth : extent.columns,
      strides: product.stacks.strides[1],
      scratch: firstScratch + (a.scratch == nil ? 0 : 1), pitch: request.pitchB)
    var defines = [
      "TILE_ROWS": String(rows), "TILE_VECTORS": String(vectors),
      "BATCH_RANK": String(product.stacks.dims.count),
    ]
    if !product.transposesA { defines["A_ALONG_K"] = "1" }
    if product.transposesB { defines["B_ALONG_K"] = "1" }
    if extent.columns % 4 == 0 { defines["STORES_VECTORS"] = "1" }
    if extent.depth <= Summation.productBlock { defines["ONE_BLOCK"] = "1" }
    if request.sumsIntegers { defines["SUMS_INTEGERS"] = "1" }
    let finish = request.finish
    defines.merge(finish.defines) { $1 }
    let rowTiles = (extent.rows + rows - 1) / rows
    let columnTiles = (extent.columns + 4 * vectors - 1) / (4 * vectors)
    let count = product.stacks.count * rowTiles * columnTiles
    var batch: [Parameter] = []
    if !product.stacks.dims.isEmpty {
      batch = [
        .uints("dims", product.stacks.dims), .uints("a_strides", a.strides),
        .uints("b_strides", b.strides),
      ]
    }
    let main = Dispatch(
      "Matrix/TiledProduct.comp", defines: defines,
      bindings: [
        .readVectors("a", a.resource, request.dtype), .readVectors("b", b.resource, request.dtype),
        .writeVectors("y", request.y, request.outputType ?? request.dtype),
      ] + finish.bindings,
      parameters: [
        .uint("count", count), .uint("row_tiles", rowTiles), .uint("column_tiles", columnTiles),
        .uint("rows", extent.rows), .uint("columns", extent.columns),
        .uint("depth", extent.depth), .uint("a_pitch", a.pitch), .uint("b_pitch", b.pitch),
      ] + batch + finish.parameters,
      invocations: (count, 1, 1), localSize: [count < 512 ? 8 : 32, 1, 1],
      tripBound: Self.trips(extent.depth) + 2 * product.stacks.dims.count)
    return .dispatches(
      [a.packing, b.packing].compactMap { $0 } + [main],
      scratch: [a.scratch, b.scratch].compactMap { $0 })
  }
}
