import Graphs
import Tensors

/// The positions of the elements that are not zero, false or empty: one row an axis, in row-major
/// order.
///
/// - Shapes: X of rank r, Y `[r, n]`; for a scalar `[0, n]`, as NumPy's `nonzero` of one element
///   has it.
/// - Source: ONNX NonZero, opsets 9, 13.
struct NonZero: Operator {
  static let schema = OperatorSchema(
    "NonZero", inputs: [.one("X", "T")], outputs: [.one("Y", "tensor(int64)")],
    history: [
      .since(9, ["T": .classic]),
      .since(13, ["T": .classicAndBFloat16]),
    ])
  static let tolerance = Tolerance.exact
  static let findsExtents = true

  init(_ node: NodeReader) throws(OperatorError) {}

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let rank = try inputs.tensor(0).rank
    return [.tensor(TensorType(.int64, [rank.map { .known($0) } ?? .unknown, .unknown]))]
  }

  /// Positions in a list that grows, their coordinates in another, and the output.
  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    let rank = try request.inputs.tensor(0).rank ?? 0
    return request.wideInputs + request.list(0) * 3 + request.list(0) * 2 * rank
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    let found = x.positionsOfNonZeros
    let strides = x.shape.strides
    var rows: [Int64] = []
    rows.reserveCapacity(found.count * x.rank)
    for axis in 0..<x.rank {
      for position in found { rows.append(Int64(position / strides[axis] % x.shape[axis])) }
    }
    return [try .tensor(Buffer(rows), [x.rank, found.count])]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    if dtype == .string { return .host(.byNature("strings")) }
    var work = WorkList()
    let flags = work.flags(.input(0), dtype, count: shape.count)
    let (positions, total) = work.positions(of: flags, count: shape.count)
    return .counted(
      try work.counted(by: total) { (counts) throws(OperatorError) in
        let count = counts[0]
        let axes = Dispatch(
          "Indexing/NonZero.Axes.comp",
          bindings: [.read("positions", positions, .uint32), .write("y", .output(0), .int64)],
          parameters: [
            .uint("count", count), .uint("rank", shape.rank), .uints("dims", shape.dims),
            .uints("strides", shape.strides),
          ], invocations: (count * shape.rank, 1, 1))
        return ([TensorType(.int64, [shape.rank, count] as Shape)], [axes])
      })
  }
}

extension Tensor {
  /// The flat positions of the elements that are not zero, false or empty.
  fileprivate var positionsOfNonZeros: [Int] {
    func positions<T>(_ values: Buffer<T>, _ isZero: (T) -> Bool) -> [Int] {
      values.indices.filter { !isZero(values[$0]) }
    }
    switch elements {
    case .bool(let x): return positions(x) { !$0 }
    case .string(let x): return positions(x) { $0.isEmpty }
    case .complex64(let x): return positions(x) { $0.real == 0 && $0.imaginary == 0 }
    case .complex128(let x): return positions(x) { $0.real == 0 && $0.imaginary == 0 }
    default: break
    }
    switch widened(.native) {
    case .float(let x): return positions(x) { $0 == 0 }
    case .double(let x): return positions(x) { $0 == 0 }
    case .int(let x): return positions(x) { $0 == 0 }
    case .uint(let x): return positions(x) { $0 == 0 }
    case nil: return []
    }
  }
}
