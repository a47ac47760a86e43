import Graphs
import Tensors

/// Folds all spatial axes of each channel into one element.
///
/// - Shapes: X `[N, C, D1…]`, Y `[N, C, 1…]`.
protocol GlobalPooling: Operator {
  func fold<F: WideFloat>(_ x: UnsafePointer<F>, count: Int) -> F
  var shaderParameters: [Parameter] { get }
}

extension GlobalPooling {
  static var tolerance: Tolerance { .accumulated }
  var shaderParameters: [Parameter] { [] }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    guard let dims = x.dims else { return [.tensor(x)] }
    guard dims.count >= 2 else { throw .rank(input: 0, found: dims.count, expected: "at least 2") }
    return [.tensor(TensorType(x.dtype, dims.prefix(2) + dims.dropFirst(2).map { _ in 1 }))]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    guard x.rank >= 2 else { throw .rank(input: 0, found: x.rank, expected: "at least 2") }
    let dims = x.shape.dims
    let y: WideBuffer
    switch x.widened(inputs.precision) {
    case .float(let x): y = .float(values(x, planes: dims[0] * dims[1]))
    case .double(let x): y = .double(values(x, planes: dims[0] * dims[1]))
    default: throw .wrongType(input: 0, found: x.dtype.name, expected: "a float type")
    }
    return [
      try .narrowing(y, to: x.dtype, Shape(dims.prefix(2) + dims.dropFirst(2).map { _ in 1 }))
    ]
  }

  private func values<F: WideFloat>(_ x: Buffer<F>, planes: Int) -> Buffer<F> {
    let length = planes == 0 ? 0 : x.count / planes
    return Buffer(count: planes) { out in
      guard planes > 0 else { return }
      let (source, target) = (SendablePointer(x), SendablePointer(out))
      Parallel.forEach(planes, grain: max(1, (1 << 16) / max(length, 1))) { range in
        for plane in range {
          target.base[plane] = fold(UnsafePointer(source.base + plane * length), count: length)
        }
      }
      withExtendedLifetime(x) {}
    }
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    let rows = Rows(shape, axes: Array(2..<shape.rank))
    return .dispatches([
      RowsLowering(rows: rows, device: request.device).dispatch(
        "\(Self.schema.name).comp", names: ["x"],
        bindings: [.read("x", .input(0), dtype), .write("y", .output(0), dtype)],
        parameters: shaderParameters, passes: 1, sums: 1)
    ])
  }
}
