import Graphs
import Tensors

/// The GPU work of a product with a matrix in codes: few rows read the codes, and more of them the
/// matrix, once it is decoded into scratch memory.
struct CodedProduct {
  /// Rows that read codes, and those of them that share what they read.
  private static let mostRows = 8
  private static let rowsAtOnce = 4
  /// Elements of the largest decoded matrix.
  private static let mostDecoded = 1 << 28

  private let codes: BlockCodes
  private let rows: Int
  private let request: LoweringRequest
  private let dtype: DType
  private let scales: DType
  private let zeros: DType?
  private let hasGroups: Bool

  init(_ codes: BlockCodes, rows: Int, _ request: LoweringRequest) throws(OperatorError) {
    self.codes = codes
    self.rows = rows
    self.request = request
    dtype = try request.tensor(0).dtype
    scales = try request.tensor(2).dtype
    zeros = request.has(3) ? try request.tensor(3).dtype : nil
    hasGroups = request.has(4)
  }

  var lowering: Lowering {
    let (count, overflow) = codes.columns.multipliedReportingOverflow(by: codes.depth)
    let fits = !overflow && count <= Self.mostDecoded
    guard isInWords, rows <= Self.mostRows || !fits, trips <= request.device.tripBudget else {
      return fits ? decoded : .host(.device("a decoded matrix of \(count) elements"))
    }
    let whole = rows / Self.rowsAtOnce * Self.rowsAtOnce
    return .dispatches(
      [
        few(Self.rowsAtOnce, from: 0, count: whole),
        few(rows - whole, from: whole, count: rows - whole),
      ]
      .compactMap { $0 })
  }

  /// Whether blocks are whole words, and words whole codes.
  private var isInWords: Bool { [2, 4, 8].contains(codes.bits) }

  private var sumBlocks: Int {
    (codes.depth + Summation.productBlock - 1) / Summation.productBlock
  }
  /// Blocks of the sum, and columns, of a workgroup.
  private var blocksEach: Int { [16, 8, 4, 2].first { $0 <= sumBlocks } ?? 1 }
  private var columnsEach: Int { 64 / blocksEach }

  private var trips: Int {
    let passes = (sumBlocks + blocksEach - 1) / blocksEach
    return passes * (Summation.productBlock + blocksEach)
  }

  /// What `Microsoft/BlockWeights.glsl` reads.
  private func weights(
    _ codesType: DType
  ) -> (defines: [String: String], bindings: [Binding], parameters: [Parameter]) {
    var defines = ["BITS": String(codes.bits)]
    var bindings: [Binding] = [
      .read("codes", .input(1), codesType), .read("scales", .input(2), scales),
    ]
    if let zeros {
      defines[zeros == .uint8 ? "PACKED_ZEROS" : "HAS_ZEROS"] = "1"
      bindings.append(.read("zeros", .input(3), zeros))
    }
    if hasGroups {
      defines["HAS_GROUPS"] = "1"
      bindings += [.read("groups", .input(4), .int32), .indexFault(codes.blocks)]
    }
    return (
      defines, bindings,
      [
        .uint("depth", codes.depth), .uint("columns", codes.columns),
        .uint("block_size", codes.blockSize), .uint("quant_blocks", codes.blocks),
        .uint("block_bytes", codes.blockBytes), .uint("zero_pitch", codes.zeroPitch),
      ]
    )
  }

  private var bias: [Binding] { request.has(5) ? [.read("c", .input(5), dtype)] : [] }

  /// `rows` rows at a time, of `count` of them from one on.
  private func few(_ rows: Int, from first: Int, count: Int) -> Dispatch? {
    guard count > 0 else { return nil }
    var (defines, bindings, parameters) = weights(.uint32)
    defines["FEW"] = String(rows)
    defines["BLOCKS"] = String(blocksEach)
    defines["COLUMNS"] = String(columnsEach)
    if request.has(5) { defines["HAS_C"] = "1" }
    let columnGroups = (codes.columns + columnsEach - 1) / columnsEach
    let groups = columnGroups * (count / rows)
    bindings += [.read("a", .input(0), dtype), .write("y", .output(0), dtype)] + bias
    parameters += [
      .uint("work", groups), .uint("column_groups", columnGroups), .uint("first_row", first),
      .uint("sum_blocks", sumBlocks), .uints("c_steps", [0, 1]),
    ]
    let size = blocksEach * columnsEach
    return Dispatch(
      "Microsoft/MatMulNBits.comp", defines: defines, bindings: bindings, parameters: parameters,
      invocations: (groups * size, 1, 1), localSize: [size, 1, 1], tripBound: trips)
  }

  private var decoded: Lowering {
    let (defines, bindings, parameters) = weights(.uint8)
    let count = codes.columns * codes.depth
    var work = [
      Dispatch(
        "Microsoft/MatMulNBits.Weights.comp", defines: defines,
        bindings: bindings + [.write("w", .scratch(0), .float)],
        parameters: parameters + [.uint("count", count)], invocations: (count, 1, 1),
        localSize: [256, 1, 1])
    ]
    var scratch = [TensorType(.float, [count])]
    guard
      var product = try? BatchedProduct(
        [rows, codes.depth], transposed: false, [codes.columns, codes.depth], transposed: true)
    else { return .host(.noKernel) }
    product.transposesB = true
    var lowering = ProductLowering(product, .float, request.device)
    lowering.b = .scratch(0)
    lowering.a = inFloats(0, rows * codes.depth, &work, &scratch)
    if request.has(5) {
      let bias = inFloats(5, codes.columns, &work, &scratch)
      lowering.addend = ProductLowering.Addend(resource: bias, beta: 1, row: 0, column: 1)
    }
    if dtype != .float {
      lowering.y = .scratch(scratch.count)
      scratch.append(TensorType(.float, product.shape))
    }
    let (products, own) = lowering.work(scratchFrom: scratch.count)
    work += products
    if dtype != .float {
      work.append(convert(product.shape.count, (lowering.y, .float), (.output(0), dtype)))
    }
    return .dispatches(work, scratch: scratch + own)
  }

  /// An input in float32.
  private func inFloats(
    _ index: Int, _ count: Int, _ work: inout [Dispatch], _ scratch: inout [TensorType]
  ) -> Binding.Resource {
    guard dtype != .float else { return .input(index) }
    let target = Binding.Resource.scratch(scratch.count)
    scratch.append(TensorType(.float, [count]))
    work.append(convert(count, (.input(index), dtype), (target, .float)))
    return target
  }

  private func convert(
    _ count: Int, _ source: (Binding.Resource, DType), _ target: (Binding.Resource, DType)
  ) -> Dispatch {
    Dispatch(
      "Movement/Convert.comp",
      bindings: [.read("x", source.0, source.1), .write("y", target.0, target.1)],
      parameters: [.uint("count", count)], invocations: (count, 1, 1), localSize: [256, 1, 1])
  }
}

extension ProductLowering {
  /// The product's work with scratch tensors from a number on.
  fileprivate func work(scratchFrom first: Int) -> ([Dispatch], [TensorType]) {
    let best =
      switch device.kernels {
      case .lanes: TiledProduct(self, scratchFrom: first)?.lowering
      case .groups: SharedProduct(self, scratchFrom: first)?.lowering
      }
    guard case .dispatches(let dispatches, let scratch) = best else { return (plain, []) }
    return (dispatches, scratch)
  }
}
