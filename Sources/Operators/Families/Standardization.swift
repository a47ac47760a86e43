import CKernels
import Graphs
import Tensors

/// Rows brought to mean 0 and variance 1, then scaled and shifted:
/// `Y = (X - mean) / √(variance + epsilon) · scale + bias`, with the variance over the population.
struct Standardization: Sendable {
  /// How a row's numbers make its divisor.
  enum Spread: Sendable {
    /// `√(variance + epsilon)`.
    case inside
    /// `√variance + epsilon`.
    case outside
  }

  /// The strides of X, scale, bias, and what is added to X.
  let rows: Rows
  /// The same of X alone.
  private let own: Rows
  /// Whether the mean is taken off; if not, the mean square takes the variance's place.
  var centers = true
  var spread = Spread.inside
  let epsilon: Float

  /// - Parameters:
  ///   - axes: those that form a row.
  ///   - scale: strides over X's axes; `nil` where there is none.
  ///   - addends: the same of tensors that are added to X first.
  init(
    _ shape: Shape, axes: [Int], scale: [Int]? = nil, bias: [Int]? = nil,
    addends: [[Int]] = [], epsilon: Float
  ) {
    let nothing = Array(repeating: 0, count: shape.rank)
    rows = Rows(shape, axes: axes, operands: [scale ?? nothing, bias ?? nothing] + addends)
    own = Rows(shape, axes: axes)
    self.epsilon = epsilon
  }

  /// Whether the innermost axis is one run of X, of scale or one of its elements, and of bias likewise.
  private var comesInRuns: Bool {
    let inner = rows.inner
    return inner.dims.isEmpty || inner.step(0) == 1 && max(inner.step(1), inner.step(2)) <= 1
  }

  /// What evaluating takes beside wide copies: each row's moments, twice, and where a row's elements lie.
  func scratch(_ request: ScratchRequest) -> ByteCount {
    request.wideCopies + .of(rows.count, Double.self) * 6
      + (comesInRuns && own.isContiguous() ? .zero : .of(rows.length, Int.self) * 3)
  }

  /// What is known of a row.
  struct Moments<F: WideFloat> {
    var mean: [F]
    var variance: [F]
    /// `1 / √(variance + epsilon)`, or its like.
    var factor: [F]
  }

  func moments<F: WideFloat>(_ x: Buffer<F>) -> Moments<F> {
    let rows = rows
    var moments = Moments<F>(
      mean: Array(repeating: 0, count: rows.count),
      variance: Array(repeating: 0, count: rows.count),
      factor: Array(repeating: 0, count: rows.count))
    let length = rows.length
    let steps = own.isContiguous() ? [] : own.steps()
    let epsilon = F(epsilon)
    let source = SendablePointer(x)
    moments.mean.withUnsafeMutableBufferPointer { means in
      moments.variance.withUnsafeMutableBufferPointer { variances in
        guard !means.isEmpty else { return }
        let (mean, variance) = (SendablePointer(means), SendablePointer(variances))
        let centers = centers
        Parallel.forEach(rows.count, grain: max(1, (1 << 15) / max(length, 1))) { range in
          for row in range {
            let values = UnsafePointer(source.base + rows.start(row))
            let result = Self.moments(values, length, steps, centers: centers)
            mean.base[row] = result.mean
            variance.base[row] = result.variance
          }
        }
      }
    }
    for row in 0..<rows.count {
      let variance = moments.variance[row]
      moments.factor[row] =
        switch spread {
        case .inside: 1 / (variance + epsilon).squareRoot()
        case .outside: 1 / (variance.squareRoot() + epsilon)
        }
    }
    withExtendedLifetime(x) {}
    return moments
  }

  @inline(__always)
  private static func moments<F: WideFloat>(
    _ x: UnsafePointer<F>, _ length: Int, _ steps: [Int], centers: Bool
  ) -> (mean: F, variance: F) {
    guard steps.isEmpty else {
      let mean = centers ? Summation.sum(length) { x[steps[$0]] } / F(length) : 0
      let sum = Summation.sum(length) { (x[steps[$0]] - mean) * (x[steps[$0]] - mean) }
      return (mean, sum / F(length))
    }
    var (mean, sum): (F, F) = (centers ? F.sum(x, length) / F(length) : 0, 0)
    F.sums(RowLayout(length: length), WONNX_TERM_SQUARE, of: x, shifts: &mean, into: &sum)
    return (mean, sum / F(length))
  }

  func values<F: WideFloat>(
    _ x: Buffer<F>, _ moments: Moments<F>, scale: Buffer<F>?, bias: Buffer<F>?
  ) -> Buffer<F> {
    let comesInRuns = comesInRuns
    let (steps, scaleSteps, biasSteps) =
      comesInRuns ? ([], [], []) : (rows.steps(0), rows.steps(1), rows.steps(2))
    let (rows, length) = (rows, rows.length)
    let one = Buffer<F>([1])
    let zero = Buffer<F>([-0.0])
    let (factors, shifts) = (scale ?? one, bias ?? zero)
    return Buffer(count: x.count) { out in
      guard !out.isEmpty else { return }
      let (source, target) = (SendablePointer(x), SendablePointer(out))
      let (factor, shift) = (SendablePointer(factors), SendablePointer(shifts))
      Parallel.forEach(rows.count, grain: max(1, (1 << 15) / max(length, 1))) { range in
        for row in range {
          let (mean, inverse) = (moments.mean[row], moments.factor[row])
          let x = source.base + rows.start(row)
          let y = target.base + rows.start(row)
          let s = factor.base + rows.start(row, in: 1)
          let b = shift.base + rows.start(row, in: 2)
          if comesInRuns {
            let inner = rows.inner
            inner.forEachRow { _, offsets, count in
              F.standardize(
                x + offsets[0], count, mean: mean, factor: inverse,
                scale: s + offsets[1], step: inner.step(1), bias: b + offsets[2],
                step: inner.step(2), into: y + offsets[0])
            }
          } else {
            for i in 0..<length {
              let at = steps[i]
              y[at] = (x[at] - mean) * inverse * s[scaleSteps[i]] + b[biasSteps[i]]
            }
          }
        }
      }
      withExtendedLifetime((x, factors, shifts)) {}
    }
  }

  /// A standardisation's results in the type of the computation.
  struct Result {
    var y: WideBuffer
    var mean: WideBuffer
    var variance: WideBuffer
    var factor: WideBuffer
  }

  func evaluate(
    _ inputs: Evaluation, scale: Int?, bias: Int?
  ) throws(OperatorError) -> Result {
    let scale = try scale.flatMap { index throws(OperatorError) in
      try inputs.optionalTensor(index)
    }
    let bias = try bias.flatMap { index throws(OperatorError) in
      try inputs.optionalTensor(index)
    }
    return try evaluate(try inputs.wide(0), scale: scale, bias: bias)
  }

  /// The same of X at hand.
  func evaluate(
    _ x: WideBuffer, scale: Tensor?, bias: Tensor?
  ) throws(OperatorError) -> Result {
    switch x {
    case .float(let x):
      return result(x, scale: try floats(scale, 1), bias: try floats(bias, 2))
    case .double(let x):
      return result(x, scale: try doubles(scale, 1), bias: try doubles(bias, 2))
    case .int, .uint:
      throw .wrongType(input: 0, found: "of integers", expected: "a float type")
    }
  }

  private func result<F: WideFloat>(
    _ x: Buffer<F>, scale: Buffer<F>?, bias: Buffer<F>?
  ) -> Result {
    let moments = moments(x)
    return Result(
      y: F.wrap(wide: values(x, moments, scale: scale, bias: bias)),
      mean: F.wrap(wide: Buffer(moments.mean)), variance: F.wrap(wide: Buffer(moments.variance)),
      factor: F.wrap(wide: Buffer(moments.factor)))
  }

  /// The dispatch that writes Y, and the moments and the sum with the addends where they are asked for.
  func dispatch(
    _ request: LoweringRequest, scale: Int?, bias: Int?, addends: [Int] = [], mean: Int? = nil,
    factor: Int? = nil, sum: Int? = nil
  ) throws(OperatorError) -> Dispatch {
    var defines: [String: String] = [:]
    var bindings: [Binding] = [
      .read("x", .input(0), try request.tensor(0).dtype),
      .write("y", .output(0), try request.output(0).dtype),
    ]
    if centers { defines["CENTERS"] = "1" }
    if spread == .outside { defines["EPSILON_OUTSIDE"] = "1" }
    for (name, index) in [("scale", scale), ("bias", bias)] {
      guard let index, request.has(index) else { continue }
      defines["HAS_\(name.uppercased())"] = "1"
      bindings.append(.read(name, .input(index), try request.tensor(index).dtype))
    }
    let names = addends.indices.map { "addend\($0)" }
    for (name, index) in zip(names, addends) {
      bindings.append(.read(name, .input(index), try request.tensor(index).dtype))
    }
    for (name, index) in [("mean", mean), ("factor", factor), ("sum", sum)] {
      guard let index, index < request.wanted.count, request.wanted[index] else { continue }
      defines["HAS_\(name.uppercased())"] = "1"
      bindings.append(.write(name, .output(index), try request.output(index).dtype))
    }
    return RowsLowering(rows: rows, device: request.device).dispatch(
      "Normalization/Standardization.comp", defines: defines,
      names: ["x", "scale", "bias"] + names,
      bindings: bindings, parameters: [.float("epsilon", epsilon)], passes: 1, sums: 2)
  }
}

/// A tensor's elements as `Float`s; `nil` for `nil`.
func floats(_ tensor: Tensor?, _ input: Int) throws(OperatorError) -> Buffer<Float>? {
  guard let tensor else { return nil }
  switch tensor.widened(.native) {
  case .float(let x): return x
  case .double(let x): return x.mapped { Float($0) }
  default: throw .wrongType(input: input, found: tensor.dtype.name, expected: "a float type")
  }
}

/// A tensor's elements as `Double`s; `nil` for `nil`.
func doubles(_ tensor: Tensor?, _ input: Int) throws(OperatorError) -> Buffer<Double>? {
  guard let tensor else { return nil }
  guard case .double(let x) = tensor.widened(.double) else {
    throw .wrongType(input: input, found: tensor.dtype.name, expected: "a float type")
  }
  return x
}

extension Standardization {
  /// Over the axes from `first` on, by the mean of squares: about 0, not about the mean.
  static func aboutZero(
    _ x: Shape, from first: Int, scale: Shape, epsilon: Float
  ) throws(OperatorError) -> Self {
    var result = Self(
      x, axes: Array(first..<x.rank), scale: try scale.strides(broadcastTo: x), epsilon: epsilon)
    result.centers = false
    return result
  }
}
