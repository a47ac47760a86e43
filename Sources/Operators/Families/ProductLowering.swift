import Graphs
import Tensors

/// The GPU work of a matrix product `Y = alpha · A · B + beta · C`.
struct ProductLowering: Sendable {
  /// C, read at `i · row + j · column`.
  struct Addend: Sendable {
    var resource: Binding.Resource
    var beta: Float
    var row: Int
    var column: Int
  }

  var product: BatchedProduct
  let dtype: DType
  let device: DeviceTraits
  var alpha: Float = 1
  var addend: Addend?
  var a = Binding.Resource.input(0)
  var b = Binding.Resource.input(1)
  var y = Binding.Resource.output(0)
  /// Y's type, where it is not the operands'.
  var outputType: DType?
  /// Vectors from row to row of a B whose rows are padded already.
  var pitchB: Int?
  /// Whether the operands' floats are integers whose blocks' sums are exact, to be added in 32 bits.
  var sumsIntegers = false

  init(_ product: BatchedProduct, _ dtype: DType, _ device: DeviceTraits) {
    self.product = product
    self.dtype = dtype
    self.device = device
  }

  var lowering: Lowering {
    tiles(scratchFrom: 0) ?? .dispatches(plain)
  }

  /// Work in tiles; `nil` where they do not pay or the types do not allow them.
  func tiles(scratchFrom scratch: Int) -> Lowering? {
    switch device.kernels {
    case .lanes: TiledProduct(self, scratchFrom: scratch)?.lowering
    case .groups: SharedProduct(self, scratchFrom: sumsIntegers ? nil : scratch)?.lowering
    }
  }

  /// Work that takes no scratch tensor.
  var withoutScratch: [Dispatch] {
    switch device.kernels {
    case .lanes: return plain
    case .groups:
      guard let shared = SharedProduct(self, scratchFrom: nil),
        case .dispatches(let dispatches, _) = shared.lowering
      else { return plain }
      return dispatches
    }
  }

  /// One invocation an element; the sum in parts where one invocation may not take it whole.
  var plain: [Dispatch] {
    let extent = product.extent
    let overhead = 2 * product.stacks.dims.count
    let block = Summation.productBlock
    let part = max(block, (device.tripBudget - overhead) / block * block)
    let starts = Array(stride(from: 0, to: max(extent.depth, 1), by: part))
    return starts.map { start in
      var defines = ["BATCH_RANK": String(product.stacks.dims.count)]
      if start > 0 { defines["ACCUMULATES"] = "1" }
      if start == starts.last { defines.merge(finish.defines) { $1 } }
      let last = min(extent.depth, start + part)
      return Dispatch(
        "Matrix/Product.comp", defines: defines,
        bindings: [
          .read("a", a, dtype), .read("b", b, dtype),
          starts.count > 1
            ? .readWrite("y", y, outputType ?? dtype) : .write("y", y, outputType ?? dtype),
        ] + (start == starts.last ? finish.bindings : []),
        parameters: [
          .uint("count", product.shape.count), .uint("rows", extent.rows),
          .uint("columns", extent.columns), .uint("first", start), .uint("last", last),
          .uints("a_steps", product.transposesA ? [1, extent.rows] : [extent.depth, 1]),
          .uints("b_steps", product.transposesB ? [1, extent.depth] : [extent.columns, 1]),
        ] + batch + (start == starts.last ? finish.parameters : []),
        invocations: (product.shape.count, 1, 1), tripBound: last - start + overhead)
    }
  }

  var batch: [Parameter] { product.stacks.parameters(["a", "b"]) }

  /// What follows the sum.
  var finish: (defines: [String: String], bindings: [Binding], parameters: [Parameter]) {
    var defines: [String: String] = [:]
    var bindings: [Binding] = []
    var parameters: [Parameter] = []
    if alpha != 1 || (addend?.beta ?? 1) != 1 {
      defines["SCALES"] = "1"
      parameters.append(.float("alpha", alpha))
      parameters.append(.float("beta", addend?.beta ?? 0))
    }
    if let addend {
      defines["HAS_C"] = "1"
      bindings.append(.read("c", addend.resource, sumsIntegers ? .int32 : dtype))
      parameters.append(.uints("c_steps", [addend.row, addend.column]))
    }
    return (defines, bindings, parameters)
  }
}
