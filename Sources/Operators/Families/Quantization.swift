import Graphs
import Tensors

/// How scales and zero points spread over a tensor: one for all elements, one a slice of an axis,
/// or one a block along an axis.
///
/// The tensor is seen as `[outer, extent, inner]`; element `(o, a, i)` takes scale
/// `o · outerStep + (a / block) · axisStep + i · innerStep`.
struct ScaleLayout: Sendable {
  /// The tensor's elements.
  let count: Int
  var extent = 1
  var inner = 1
  var block = 1
  var outerStep = 0
  var axisStep = 0
  var innerStep = 0

  /// - Throws: `.mismatch` when the scales' shape fits none of the three ways, or there are more or
  ///   fewer zero points than scales.
  init(
    _ x: Shape, scale: Shape, zero: Shape?, axis: Int, blockSize: Int
  ) throws(OperatorError) {
    count = x.count
    if let zero, zero.count != scale.count {
      throw .mismatch("zero points of shape \(zero) do not fit scales of \(scale)")
    }
    if scale.count == 1 && scale.rank <= 1 { return }
    let axis = try resolve(axis: x.rank == 1 ? 0 : axis, rank: x.rank)
    guard x.rank > 0 else { throw .mismatch("scales of shape \(scale) do not fit a scalar") }
    extent = x[axis]
    inner = x.dims[(axis + 1)...].reduce(1, *)
    axisStep = 1
    if scale.rank == 1 && blockSize == 0 {
      guard scale[0] == extent else {
        throw .mismatch(
          "\(scale[0]) scales do not fit the \(extent) slices of \(x) along axis \(axis)")
      }
      return
    }
    guard blockSize > 0 else {
      throw .attribute("block_size", found: "\(blockSize)", expected: "at least 1")
    }
    var expected = x.dims
    expected[axis] = extent > 0 ? (extent - 1) / blockSize + 1 : 0
    guard scale.dims == expected else {
      throw .mismatch(
        "scales of shape \(scale) do not fit blocks of \(blockSize) along axis \(axis) of \(x), "
          + "which take \(Shape(expected))")
    }
    block = blockSize
    axisStep = inner
    outerStep = expected[axis] * inner
    innerStep = 1
  }

  /// What `Families/Quantization.glsl` reads.
  var parameters: [Parameter] {
    [
      .uint("extent", max(extent, 1)), .uint("inner", max(inner, 1)), .uint("block", block),
      .uint("outer_step", outerStep), .uint("axis_step", axisStep), .uint("inner_step", innerStep),
    ]
  }

  /// Elements that lie side by side.
  struct Run: Sendable {
    var start: Int
    var count: Int
    /// The scale of the first element, and how far the next one's is from it: 0 or 1.
    var scale = 0
    var step = 0
  }

  /// Calls `body` with runs of elements that have one scale, or one each side by side, over all cores.
  func forEachRun(_ body: @Sendable (Run) -> Void) {
    guard axisStep > 0 else {
      return Parallel.forEach(count, grain: 1 << 15) { range in
        body(Run(start: range.lowerBound, count: range.count))
      }
    }
    guard count > 0 else { return }
    let takesWholeAxis = inner == 1 && block == 1
    let length = takesWholeAxis ? extent : inner > 1 ? inner : min(block, extent)
    let pieces = takesWholeAxis ? 1 : inner > 1 ? extent : (extent - 1) / block + 1
    let step = takesWholeAxis ? 1 : inner > 1 ? innerStep : 0
    Parallel.forEach(
      count / (extent * inner) * pieces, grain: max(1, (1 << 15) / length)
    ) { range in
      for index in range {
        let (outer, piece) = index.quotientAndRemainder(dividingBy: pieces)
        let slice = inner > 1 ? piece / block : piece
        let place = piece * length
        body(
          Run(
            start: outer * extent * inner + place, count: min(length, extent * inner - place),
            scale: outer * outerStep + slice * axisStep, step: step))
      }
    }
  }

  /// `f` of each element's index and its scale's.
  @inline(__always)
  func map<R: BitwiseCopyable & Sendable>(_ f: @Sendable (Int, Int) -> R) -> Buffer<R> {
    Buffer(count: count) { out in
      guard !out.isEmpty else { return }
      let output = SendablePointer(out)
      forEachRun { run in
        for i in 0..<run.count {
          output.base[run.start + i] = f(run.start + i, run.scale + i * run.step)
        }
      }
    }
  }
}

extension Tensor {
  /// The elements as floats of the run's precision; integers convert.
  func widenedToFloat(_ precision: Precision) -> WideBuffer? {
    switch widened(precision) {
    case .int(let x):
      precision == .native
        ? .float(x.mapped { Float($0) }) : .double(x.mapped { Double($0) })
    case .uint(let x):
      precision == .native
        ? .float(x.mapped { Float($0) }) : .double(x.mapped { Double($0) })
    case .float(let x): .float(x)
    case .double(let x): .double(x)
    case nil: nil
    }
  }

  /// The elements as `Double`s or `Float`s, whichever `F` is.
  func floats<F: WideFloat>(_ type: F.Type) throws(OperatorError) -> Buffer<F> {
    switch widenedToFloat(F.self == Double.self ? .double : .native) {
    case .float(let x): x as? Buffer<F> ?? x.mapped { F($0) }
    case .double(let x): x as? Buffer<F> ?? x.mapped { F($0) }
    case .int, .uint, nil:
      throw .wrongType(input: 0, found: dtype.name, expected: "a number type")
    }
  }
}
