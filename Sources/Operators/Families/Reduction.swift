import CKernels
import Graphs
import Tensors

/// Folds the elements along some axes into one.
///
/// The shader is `<Operator>.comp`, with `Families/Reduction.glsl` or, where floats are summed,
/// `Families/SummedReduction.glsl`.
protocol Reduction: Operator {
  var settings: ReductionSettings { get }
  /// The fold of `count` elements, `element(0)` … in row-major order of the folded axes.
  func fold<F: WideFloat>(_ count: Int, _ element: (Int) -> F) -> F
  func fold<I: WideInteger>(integers count: Int, _ element: (Int) -> I) -> I
  /// What folds rows of floats in the same way, but for `finish`.
  static var kernel: FoldKernel? { get }
  /// What becomes of a kernel's result for `count` elements.
  func finish<F: WideFloat>(_ fold: F, _ count: Int) -> F
  /// Why an empty fold has no value; `nil` where it has one.
  var emptyFold: String? { get }
  /// Whether elements of a type may be folded in any order, apart and together.
  static func foldsApart(_ dtype: DType) -> Bool
  /// How floats are summed; `nil` where they are not.
  static var summing: ReductionSum? { get }
}

/// Work of ``RowNumber`` that folds rows.
enum FoldKernel {
  case sum(SumTerm)
  case extreme(greatest: Bool)
}

/// How a reduction sums floats.
enum ReductionSum {
  /// Each element's term by itself: pieces of a row can be summed apart.
  case terms
  /// What the terms are depends on the whole row.
  case rows
}

/// What every reduction's node says besides its name.
struct ReductionSettings: Sendable {
  static let axes = AttributeKey<[Int]>("axes")
  static let keepDims = AttributeKey<Int>("keepdims")
  static let noopWithEmptyAxes = AttributeKey<Int>("noop_with_empty_axes")

  let axes: [Int]?
  let takesAxesAsInput: Bool
  let keepsDims: Bool
  let keepsInputWithoutAxes: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    axes = node[ifPresent: Self.axes]
    takesAxesAsInput = node.revision.inputs.count > 1
    keepsDims = try node[Self.keepDims] != 0
    keepsInputWithoutAxes = node[ifPresent: Self.noopWithEmptyAxes] == 1
  }

  /// The axes to fold, ascending; empty only when the input is to be kept.
  func resolve(_ given: [Int]?, rank: Int) throws(OperatorError) -> [Int] {
    let asked = (takesAxesAsInput ? given : axes) ?? []
    if asked.isEmpty { return keepsInputWithoutAxes ? [] : Array(0..<rank) }
    return try Operators.resolve(axes: asked, rank: rank)
  }
}

extension OperatorSchema {
  /// A reduction's schema. `axes` is an attribute until `axesInputSince`, an input from then on.
  static func reduction(
    _ name: String, axesInputSince opset: Int, _ types: [(since: Int, TypeSet)]
  ) -> Self {
    let data = Formal.one("data", "T")
    return Self(
      name, inputs: [data, .optional("axes", "tensor(int64)")], outputs: [.one("reduced", "T")],
      history: types.map { since, types in
        since < opset
          ? .since(
            since, ["T": types],
            attributes: [
              ReductionSettings.axes.optional, ReductionSettings.keepDims.or(1),
            ], inputs: [data])
          : .since(
            since, ["T": types],
            attributes: [
              ReductionSettings.keepDims.or(1), ReductionSettings.noopWithEmptyAxes.or(0),
            ])
      })
  }
}

extension Reduction {
  static var tolerance: Tolerance { .accumulated }
  var emptyFold: String? { nil }
  static func foldsApart(_ dtype: DType) -> Bool { !dtype.isFloat }
  static var summing: ReductionSum? { nil }
  static var kernel: FoldKernel? { nil }
  func finish<F: WideFloat>(_ fold: F, _ count: Int) -> F { fold }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    guard let dims = x.dims else { return [.tensor(TensorType(x.dtype, nil))] }
    if settings.takesAxesAsInput, inputs.has(1), inputs.knownTensor(1) == nil {
      return [
        .tensor(TensorType(x.dtype, settings.keepsDims ? dims.map { _ in .unknown } : nil))
      ]
    }
    let axes = try settings.resolve(inputs.knownIntegers(1), rank: dims.count)
    return [.tensor(TensorType(x.dtype, reduced(dims, axes, keepsDims: settings.keepsDims)))]
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    guard let shape = try request.inputs.tensor(0).shape else { return .zero }
    if settings.takesAxesAsInput, request.inputs.has(1), request.inputs.knownTensor(1) == nil {
      return request.wideCopies + request.list(0)
    }
    let axes = try settings.resolve(request.inputs.knownIntegers(1), rank: shape.rank)
    return request.wideCopies + Folds.scratch(shape, axes: axes)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    let axes = try settings.resolve(try inputs.integers(1), rank: x.rank)
    let shape = Shape(reduced(x.shape.dims, axes, keepsDims: settings.keepsDims))
    let folds = Folds(x.shape, axes: axes)
    if let reason = emptyFold, folds.rows.length == 0, folds.rows.count > 0 {
      throw .mismatch("\(reason), and the folded axes of \(x.shape) are empty")
    }
    let y: WideBuffer
    switch x.boolsAsIntegers.widened(inputs.precision) {
    case .float(let x): y = .float(folded(x, folds))
    case .double(let x): y = .double(folded(x, folds))
    case .int(let wide):
      let limits = x.dtype.limits(of: Int64.self)
      y = .int(folds.map(wide) { limits.clamp(fold(integers: $0, $1), ifEmpty: $0) })
    case .uint(let wide):
      let limits = x.dtype.limits(of: UInt64.self)
      y = .uint(folds.map(wide) { limits.clamp(fold(integers: $0, $1), ifEmpty: $0) })
    case nil: throw .wrongType(input: 0, found: x.dtype.name, expected: "a number type")
    }
    if x.dtype == .bool, case .uint(let bits) = y {
      return [try .tensor(bits.mapped { $0 != 0 }, shape)]
    }
    return [try .narrowing(y, to: x.dtype, shape)]
  }

  private func folded<F: WideFloat>(_ x: Buffer<F>, _ folds: Folds) -> Buffer<F> {
    guard let kernel = Self.kernel, let step = folds.rows.step else {
      return folds.map(x) { fold($0, $1) }
    }
    return Buffer(count: folds.rows.count) { out in
      guard !out.isEmpty else { return }
      let (source, target) = (SendablePointer(x), SendablePointer(out))
      folds.rows.forEachGroup(step: step, grain: 1 << 14) { row, start, layout in
        let (from, to) = (UnsafePointer(source.base + start), target.base + row)
        switch kernel {
        case .sum(let term): F.sums(layout, term, of: from, shifts: nil, into: to)
        case .extreme(let greatest): F.extremes(layout, greatest: greatest, of: from, into: to)
        }
        for i in 0..<layout.rows { to[i] = finish(to[i], layout.length) }
      }
      withExtendedLifetime(x) {}
    }
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    let axes = try settings.resolve(try request.inference.integers(1), rank: shape.rank)
    if let summing = Self.summing, dtype.isFloat {
      return summed(shape, axes, dtype, summing, request.device)
    }
    let rows = Rows(shape, axes: axes)
    return .dispatches([
      RowsLowering(
        rows: rows, device: request.device,
        splits: request.device.kernels == .groups && Self.foldsApart(dtype)
      ).dispatch(
        "\(Self.schema.name).comp", defines: ["X_BITS": String(dtype.bitWidth)], names: ["x"],
        bindings: [.read("x", .input(0), dtype), .write("y", .output(0), dtype)], passes: 1)
    ])
  }

  /// Rows that are longer than a piece are summed in pieces, unless there are enough of them for a GPU.
  private func summed(
    _ shape: Shape, _ axes: [Int], _ dtype: DType, _ summing: ReductionSum, _ device: DeviceTraits
  ) -> Lowering {
    let shader = "\(Self.schema.name).comp"
    let rows = Rows(shape, axes: axes)
    let pieces = (rows.length + Summation.piece - 1) / Summation.piece
    let fillsDevice =
      device.kernels == .groups && !rows.areColumns && rows.count >= 64
    guard summing == .terms, pieces > 1, !fillsDevice else {
      return .dispatches([
        RowsLowering(rows: rows, device: device).dispatch(
          shader, defines: ["IS_SUMMED": "1"], names: ["x"],
          bindings: [.read("x", .input(0), dtype), .write("y", .output(0), dtype)],
          parameters: [.uint("fold_count", rows.length)], passes: summing == .rows ? 1 : 0, sums: 1)
      ])
    }
    let computed: DType = dtype == .double ? .double : .float
    let sums = Shape([rows.count, pieces])
    return .dispatches(
      [
        RowsLowering(rows: rows, device: device).dispatch(
          shader, defines: ["IS_SUMMED": "1", "CHUNKED": "1"], names: ["x"],
          bindings: [.read("x", .input(0), dtype), .write("y", .scratch(0), computed)],
          parameters: [.uint("chunks", pieces), .uint("chunk", Summation.piece)], passes: 0,
          sums: 1, pieces: pieces),
        RowsLowering(rows: Rows(sums, axes: [1]), device: device).dispatch(
          shader, defines: ["IS_SUMMED": "1", "OF_CHUNKS": "1"], names: ["x"],
          bindings: [.read("x", .scratch(0), computed), .write("y", .output(0), dtype)],
          parameters: [.uint("fold_count", rows.length)], passes: 0, sums: 1),
      ], scratch: [TensorType(computed, sums)])
  }
}

/// The ends of an integer type, in its wide type.
private struct IntegerLimits<I: WideInteger> {
  let least: I
  let greatest: I

  /// The extreme of no elements is the element type's end, not the wide type's.
  @inline(__always)
  func clamp(_ fold: I, ifEmpty count: Int) -> I {
    count == 0 ? min(max(fold, least), greatest) : fold
  }
}

extension DType {
  fileprivate func limits<I: WideInteger>(of type: I.Type) -> IntegerLimits<I> {
    let spare = max(64 - (self == .bool ? 8 : bitWidth), 0)
    return IntegerLimits(least: I.min >> spare, greatest: I.max >> spare)
  }
}

/// The extents left after folding `axes`.
func reduced<D: ExpressibleByIntegerLiteral>(_ dims: [D], _ axes: [Int], keepsDims: Bool) -> [D] {
  dims.indices.compactMap { axes.contains($0) ? (keepsDims ? 1 : nil) : dims[$0] }
}

/// Which elements fold into which.
struct Folds {
  let rows: Rows
  private let steps: [Int]

  init(_ shape: Shape, axes: [Int]) {
    rows = Rows(shape, axes: axes)
    steps = rows.step == nil ? rows.steps() : []
  }

  /// What the tables take for folding `axes`.
  static func scratch(_ shape: Shape, axes: [Int]) -> ByteCount {
    let rows = Rows(shape, axes: axes)
    return rows.inner.dims.count > 1 ? .of(rows.length, Int.self) : .zero
  }

  /// Folds each row; `fold` gets how many elements it has, and those.
  @inline(__always)
  func map<T: BitwiseCopyable & Sendable>(
    _ x: Buffer<T>, _ fold: @Sendable (Int, (Int) -> T) -> T
  ) -> Buffer<T> {
    Buffer(count: rows.count) { out in
      guard !out.isEmpty else { return }
      let (source, target, length) = (SendablePointer(x), SendablePointer(out), rows.length)
      let step = rows.step
      Parallel.forEach(rows.count, grain: max(1, (1 << 14) / max(length, 1))) { range in
        for i in range {
          let row = source.base + rows.outer.offset(0, at: i)
          target.base[i] =
            if step == 1 {
              fold(length) { row[$0] }
            } else if let step {
              fold(length) { row[$0 &* step] }
            } else {
              fold(length) { row[steps[$0]] }
            }
        }
      }
      withExtendedLifetime(x) {}
    }
  }
}

extension Tensor {
  /// This tensor, with booleans as 0 and 1.
  var boolsAsIntegers: Tensor {
    guard case .bool(let x) = elements,
      let integers = try? Tensor(x.mapped { UInt8($0 ? 1 : 0) }, shape: shape)
    else { return self }
    return integers
  }
}

extension EstimateRequest {
  fileprivate func axes(_ settings: ReductionSettings) throws(OperatorError) -> [Int] {
    try settings.resolve(try integers(1), rank: try tensor(0).rank)
  }

  /// How many elements fold into one.
  func foldedCount(_ settings: ReductionSettings) throws(OperatorError) -> Double {
    let shape = try tensor(0).shape
    return Double(try axes(settings).reduce(1) { $0 * shape[$1] })
  }

  /// A reduction of floats by a formula, whose errors are taken; integers are folded exactly.
  func folded(
    _ operation: any Operator, _ settings: ReductionSettings,
    _ formula: (Reals, [Int]) throws(OperatorError) -> Reals
  ) throws(OperatorError) -> [Estimate?] {
    let center = try pointwise(operation, ulps: 0)
    guard let y = center.first ?? nil, let tensor = y.tensor, try dtype(0).isFloat else {
      return center
    }
    let axes = try axes(settings)
    guard !axes.isEmpty || tensor.count > 0 else { return center }
    let result = try formula(try reals(0), axes)
    return [Estimate(tensor, dtype: try dtype(0), errors: Buffer(result.errors))]
  }
}
