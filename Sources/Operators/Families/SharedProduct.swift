import Graphs
import Tensors

/// A matrix product by workgroups that share what they read, for types that shaders compute in `float`.
struct SharedProduct {
  /// Below this many multiply-adds, a tile's shader costs more to compile than it saves.
  static let leastWork = 1 << 13

  private let request: ProductLowering
  private let demand: ProductDemand
  private let choice: KernelChoice
  private let kernel: Kernel
  private let scratch: Int?

  private enum Kernel {
    case vectors(VectorProduct)
    case tiles(ProductDivision)
  }

  /// `nil` where tiles do not pay or the types do not allow them.
  ///
  /// - Parameter scratch: the first scratch tensor that is free; with `nil` the work takes none.
  init?(_ given: ProductLowering, scratchFrom scratch: Int? = 0) {
    var request = given
    request.product = given.product.joined
    let extent = request.product.extent
    let (count, device) = (request.product.shape.count, request.device)
    let work = count.multipliedReportingOverflow(by: extent.depth)
    guard request.dtype.isFloat, request.dtype != .double, extent.depth > 0, count > 0,
      work.overflow || work.partialValue >= Self.leastWork
    else { return nil }
    demand = ProductDemand(
      rows: extent.rows, columns: extent.columns, stacks: request.product.stacks.count,
      blocks: (extent.depth + Summation.productBlock - 1) / Summation.productBlock)
    let (blocks, overhead) = (demand.blocks, 2 * request.product.stacks.dims.count)
    let divisions = demand.divisions(device).filter {
      (scratch != nil || $0.slices == 1)
        && SharedSums.trips($0, depth: extent.depth, blocks: blocks) + overhead <= device.tripBudget
    }
    let site = KernelSite(
      "product-\(request.product.layout)", request.sumsIntegers ? .int32 : request.dtype,
      [demand.stacks, extent.rows, extent.columns, extent.depth])
    let vectors = request.sumsIntegers ? nil : VectorProduct(request)
    let names = (vectors == nil ? [] : [VectorProduct.name]) + divisions.map(\.name)
    guard let choice = device.choice(at: site, of: names) else { return nil }
    if let vectors, choice.taken == VectorProduct.name {
      kernel = .vectors(vectors)
    } else if let division = divisions.first(where: { $0.name == choice.taken }) {
      kernel = .tiles(division)
    } else {
      return nil
    }
    self.request = request
    self.choice = choice
    self.scratch = scratch
  }

  var lowering: Lowering {
    switch kernel {
    case .vectors(let vectors): .dispatches([vectors.dispatch(choice)])
    case .tiles(let division): tiles(division)
    }
  }

  private func tiles(_ division: ProductDivision) -> Lowering {
    let product = request.product
    let extent = product.extent
    let pitches = (
      a: product.transposesA ? extent.rows : extent.depth,
      b: product.transposesB ? extent.depth : extent.columns
    )
    var defines = ["BATCH_RANK": String(product.stacks.dims.count)]
    if !product.transposesA { defines["A_ALONG_K"] = "1" }
    if product.transposesB { defines["B_ALONG_K"] = "1" }
    if Self.areVectors(pitches.a, product.stacks.strides[0]) { defines["A_VECTORS"] = "1" }
    if Self.areVectors(pitches.b, product.stacks.strides[1]) { defines["B_VECTORS"] = "1" }
    if request.device.emulatesFused { defines["ROLLED"] = "1" }
    if request.sumsIntegers { defines["SUMS_INTEGERS"] = "1" }
    let kernel = Dispatch(
      "Matrix/SharedProduct.comp", defines: defines,
      bindings: [
        .readVectors("a", request.a, request.dtype), .readVectors("b", request.b, request.dtype),
      ],
      parameters: [
        .uint("depth", extent.depth), .uint("a_pitch", pitches.a), .uint("b_pitch", pitches.b),
      ] + request.batch,
      invocations: (0, 1, 1), tripBound: 2 * product.stacks.dims.count)
    let work = SharedSums(
      kernel: kernel, demand: demand, choice: choice, division: division, depth: extent.depth,
      part: .scratch(scratch ?? 0),
      y: .writeVectors("y", request.y, request.outputType ?? request.dtype),
      finish: request.finish, finishedRows: extent.rows
    ).work
    return .dispatches(work.dispatches, scratch: work.part.map { [$0] } ?? [])
  }

  /// Whether every line of memory begins with a whole vector.
  private static func areVectors(_ pitch: Int, _ strides: [Int]) -> Bool {
    pitch % 4 == 0 && strides.allSatisfy { $0 % 4 == 0 }
  }
}

extension BatchedProduct {
  /// How the operands lie: `nn`, `nt`, `tn` or `tt`.
  fileprivate var layout: String { (transposesA ? "t" : "n") + (transposesB ? "t" : "n") }
}
