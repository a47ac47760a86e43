import Graphs
import Tensors

/// Each row over its greatest element, the sum of its magnitudes or its length.
///
/// MAX: `Y = X / max X`; L1: `Y = X / Σ |X|`; L2: `Y = X / √(Σ X²)`. Where the divisor is 0, Y is X.
///
/// - Shapes: X and Y `[N, C]`, or `[C]` as one row.
/// - Types: doubles compute in double, others in float32; Y is float32.
/// - Source: ONNX-ML Normalizer, opset 1. MAX is signed, as the text and onnxruntime have it;
///   scikit-learn's takes max |X|. Of L1 and L2 the text's formulas hold where no element is negative:
///   the norms that they are named after keep the signs, as in every implementation.
struct Normalizer: Operator {
  static let norm = AttributeKey<String>("norm")
  static let schema = OperatorSchema(
    "Normalizer", domain: "ai.onnx.ml", inputs: [.one("X", "T")],
    outputs: [.one("Y", "tensor(float)")],
    history: [
      .since(1, ["T": [.double, .float, .int32, .int64]], attributes: [norm.or("MAX")])
    ])
  static let tolerance = Tolerance.accumulated

  private enum Norm: Int, Sendable { case max, l1, l2 }
  private let norm: Norm

  init(_ node: NodeReader) throws(OperatorError) {
    let name = try node[Self.norm]
    switch name {
    case "MAX": norm = .max
    case "L1": norm = .l1
    case "L2": norm = .l2
    default: throw .attribute("norm", found: "'\(name)'", expected: "'MAX', 'L1' or 'L2'")
    }
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    _ = try inputs.rows(0)
    return [.tensor(TensorType(.float, try inputs.tensor(0).dims))]
  }

  func scratch(_ request: ScratchRequest) -> ByteCount {
    request.wideCopies + request.floats(0) + .of(request.count(0), Double.self)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    _ = try infer(inputs.inference)
    let shape = try inputs.tensor(0).shape
    let y: WideBuffer
    switch try inputs.features(0) {
    case .float(let x): y = .float(normalized(x, shape))
    case .double(let x): y = .double(normalized(x, shape))
    case .int, .uint:
      throw .wrongType(input: 0, found: "of integers", expected: "a float type")
    }
    return [try .narrowing(y, to: .float, shape)]
  }

  private func normalized<F: WideFloat>(_ x: Buffer<F>, _ shape: Shape) -> Buffer<F> {
    let length = shape.dims.last ?? 1
    return Buffer(count: x.count) { out in
      guard !out.isEmpty else { return }
      let (source, target) = (SendablePointer(x), SendablePointer(out))
      Parallel.forEach(shape.rowCount, grain: max(1, (1 << 15) / length)) { range in
        for row in range {
          let (x, y) = (source.base + row * length, target.base + row * length)
          let divisor = divisor(x, length)
          for k in 0..<length { y[k] = divisor == 0 ? x[k] : x[k] / divisor }
        }
      }
      withExtendedLifetime(x) {}
    }
  }

  private func divisor<F: WideFloat>(_ x: UnsafePointer<F>, _ length: Int) -> F {
    switch norm {
    case .max:
      var most = x[0]
      for k in 1..<length where x[k] > most { most = x[k] }
      return most
    case .l1: return Summation.sum(length) { x[$0].magnitude }
    case .l2:
      let squares: F = Summation.sum(length) { x[$0] * x[$0] }
      return squares.squareRoot()
    }
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    let type = ScoreType(dtype)
    if let reason = type.lacks(request.device) { return .host(reason) }
    var lowering = RowsLowering(
      rows: Rows(shape, axes: [shape.rank - 1]), device: request.device)
    lowering.splits = norm != .max
    return .dispatches([
      lowering.dispatch(
        "Learning/Normalizer.comp",
        defines: type.defines.merging(["NORM": String(norm.rawValue)]) { $1 }, names: ["x"],
        bindings: [.read("x", .input(0), dtype), .write("y", .output(0), .float)],
        passes: 2, sums: norm == .max ? 0 : 1)
    ])
  }
}

extension Normalizer {
  static let samples: [Sample] =
    ["MAX", "L1", "L2"].flatMap { norm in
      [
        Sample([.normal(3, 5)], ["norm": .string(norm)]),
        Sample([.list([0, 0, 0, -3, -4, 0, 1, 2, -2], [3, 3])], ["norm": .string(norm)]),
        Sample([.normal(2, 130)], ["norm": .string(norm)]),
      ]
    } + [
      Sample([.normal(7)]), Sample([.normal(0, 3)]), Sample([.normal(3, 1)]),
      Sample([.normal(65_537, 2)], ["norm": "L2"]),
      .refused(.attribute, "norm is one of three", [.normal(3, 5)], ["norm": "L3"]),
      .refused(.shape, "X has one or two axes", [.normal(2, 3, 5)], ["norm": "L1"]),
    ]

  /// The divisor's terms are not negative: its relative errors count at most once.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let length = try request.tensor(0).shape.dims.last ?? 1
    return try request.pointwise(self, ulps: norm == .max ? 1 : Double(length) / 2 + 3)
  }
}
