import Graphs
import Tensors

/// A product of which one operand is a vector or a few: as fast as the other one's memory is read.
struct VectorProduct {
  /// The alternative's name.
  static let name = "vectors"
  private static let mostVectors = 4

  private let request: ProductLowering
  /// Whether the few are A's rows, and not B's columns.
  private let fewAreRows: Bool
  private let few: Int
  private let lines: Int
  /// Whether the other operand's lines lie along k.
  private let isAlongK: Bool

  init?(_ request: ProductLowering) {
    let product = request.product
    let extent = product.extent
    fewAreRows = extent.rows <= extent.columns
    few = min(extent.rows, extent.columns)
    lines = max(extent.rows, extent.columns)
    isAlongK = fewAreRows ? product.transposesB : !product.transposesA
    self.request = request
    guard few <= Self.mostVectors, groupSize <= request.device.groupLimit,
      trips <= request.device.tripBudget
    else { return nil }
  }

  private var blocks: Int {
    (request.product.extent.depth + Summation.productBlock - 1) / Summation.productBlock
  }
  /// Blocks and lines of a workgroup.
  private var blocksEach: Int { [16, 8, 4, 2].first { $0 <= blocks } ?? 1 }
  private var linesEach: Int { isAlongK ? max(8, 64 / blocksEach) : 32 }
  private var groupSize: Int { blocksEach * linesEach }

  private var trips: Int {
    let passes = (blocks + blocksEach - 1) / blocksEach
    return passes * (Summation.productBlock + blocksEach + 16)
      + 4 * request.product.stacks.dims.count
  }

  func dispatch(_ choice: KernelChoice) -> Dispatch {
    let product = request.product
    let extent = product.extent
    let (first, second) = fewAreRows ? (0, 1) : (1, 0)
    let isFewAlongK = fewAreRows ? !product.transposesA : product.transposesB
    let pitch = isAlongK ? extent.depth : lines
    let strides = product.stacks.strides
    var defines = [
      "FEW": String(few), "BLOCKS": String(blocksEach), "LINES": String(linesEach),
      "BATCH_RANK": String(product.stacks.dims.count),
      "AHEAD": request.device.emulatesFused ? "2" : "16",
    ]
    if fewAreRows { defines["FEW_ARE_ROWS"] = "1" }
    if pitch % 4 == 0, strides[second].allSatisfy({ $0 % 4 == 0 }) { defines["VECTORS"] = "1" }
    let finish = request.finish
    defines.merge(finish.defines) { $1 }
    let lineGroups = (lines + linesEach - 1) / linesEach
    let groups = lineGroups * product.stacks.count
    var batch: [Parameter] = []
    if !product.stacks.dims.isEmpty {
      batch = [
        .uints("dims", product.stacks.dims), .uints("few_strides", strides[first]),
        .uints("many_strides", strides[second]),
      ]
    }
    let operands = fewAreRows ? (request.a, request.b) : (request.b, request.a)
    var dispatch = Dispatch(
      isAlongK ? "Matrix/VectorProduct.Lines.comp" : "Matrix/VectorProduct.Columns.comp",
      defines: defines,
      bindings: [
        .read("few", operands.0, request.dtype), .readVectors("many", operands.1, request.dtype),
        .write("y", request.y, request.outputType ?? request.dtype),
      ] + finish.bindings,
      parameters: [
        .uint("groups", groups), .uint("line_groups", lineGroups), .uint("lines", lines),
        .uint("depth", extent.depth), .uint("pitch", pitch), .uint("blocks", blocks),
        .uints("few_steps", isFewAlongK ? [extent.depth, 1] : [1, few]),
      ] + batch + finish.parameters,
      invocations: (groups * groupSize, 1, 1), localSize: [groupSize, 1, 1], tripBound: trips)
    dispatch.choice = choice
    return dispatch
  }
}
