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
  static let samples: [Sample] = [
    Sample([.list([1, 0, 2, 0, 0, 3], [2, 3])]), Sample([.list([0, 0], [2])]),
    Sample([.special(48)]), Sample([.strewn(5, 67)]), Sample([.normal(2, 3, 4)]),
    Sample([.normal(0, 3)]),
    Sample([.normal(257)]), Sample([.scalar(1)]), Sample([.scalar(0)]),
  ]
  static let tolerance = Tolerance.exact
  static let findsExtents = true

  init(_ node: NodeReader) throws(OperatorError) {}

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let rank = try inputs.tensor(0).rank
    return [.tensor(TensorType(.int64, [rank.map { .known($0) } ?? .unknown, .unknown]))]
  }

  /// A flag an element.
  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    request.wideInputs + .of(request.count(0), Bool.self)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    let flags = x.nonZeros
    let total = flags.count { $0 }
    return [try .tensor(Self.positions(flags, total, x.shape), [x.rank, total])]
  }

  /// The coordinates of the `total` elements that are flagged, an axis after the other.
  private static func positions(
    _ flags: Buffer<Bool>, _ total: Int, _ shape: Shape
  ) -> Buffer<Int64> {
    Buffer(count: shape.rank * total) { out in
      guard total > 0, let inner = shape.dims.last, let start = out.baseAddress else { return }
      let outer = shape.dims.dropLast()
      var index = [Int64](repeating: 0, count: outer.count)
      let columns = start + outer.count * total
      var (found, row) = (0, flags.base)
      while found < total {
        let first = found
        var column = 0
        while column < inner, found < total {
          columns[found] = Int64(column)
          found += row[column] ? 1 : 0
          column += 1
        }
        for axis in outer.indices {
          (start + axis * total + first).initialize(repeating: index[axis], count: found - first)
        }
        row += inner
        for axis in outer.indices.reversed() {
          index[axis] += 1
          if index[axis] < outer[axis] { break }
          index[axis] = 0
        }
      }
      withExtendedLifetime(flags) {}
    }
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
  /// For each element whether it is not zero, false or empty.
  fileprivate var nonZeros: Buffer<Bool> {
    switch elements {
    case .bool(let x): return x
    case .string(let x): return x.mapped { !$0.isEmpty }
    case .complex64(let x): return x.mapped { $0.real != 0 || $0.imaginary != 0 }
    case .complex128(let x): return x.mapped { $0.real != 0 || $0.imaginary != 0 }
    default: break
    }
    return switch widened(.native) {
    case .float(let x): x.mapped { $0 != 0 }
    case .double(let x): x.mapped { $0 != 0 }
    case .int(let x): x.mapped { $0 != 0 }
    case .uint(let x): x.mapped { $0 != 0 }
    case nil: []
    }
  }
}
