import Graphs
import Tensors

/// Features shifted and scaled: `Y[n, f] = (X[n, f] - offset[f]) · scale[f]`.
///
/// - Shapes: X `[…, F]`; `offset` and `scale` of F elements, or of one that serves every feature. An
///   absent offset is 0, an absent scale 1.
/// - Types: doubles compute in double, all others in float32; Y is float32.
/// - Throws: `.attribute` where the two have different lengths, `.mismatch` where they do not fit X.
/// - Source: ONNX-ML Scaler, opset 1.
struct Scaler: Operator {
  static let offset = AttributeKey<[Float]>("offset")
  static let scale = AttributeKey<[Float]>("scale")
  static let schema = OperatorSchema(
    "Scaler", domain: "ai.onnx.ml", inputs: [.one("X", "T")],
    outputs: [.one("Y", "tensor(float)")],
    history: [
      .since(
        1, ["T": [.double, .float, .int32, .int64]],
        attributes: [offset.optional, scale.optional])
    ])
  static let tolerance = Tolerance.ulps(2)

  private let offsets: [Float]
  private let scales: [Float]

  init(_ node: NodeReader) throws(OperatorError) {
    let (offsets, scales) = (node[ifPresent: Self.offset], node[ifPresent: Self.scale])
    let count = offsets?.count ?? scales?.count ?? 1
    self.offsets = offsets ?? Array(repeating: 0, count: count)
    self.scales = scales ?? Array(repeating: 1, count: count)
    guard self.scales.count == count, count > 0 else {
      throw .attribute(
        "scale", found: "of \(self.scales.count) elements", expected: "\(count), as 'offset'")
    }
  }

  private func check(_ features: Int?) throws(OperatorError) {
    guard offsets.count != 1, let features, features != offsets.count else { return }
    throw .mismatch("X has \(features) features, but 'offset' and 'scale' have \(offsets.count)")
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let dims = try inputs.tensor(0).dims
    if let dims { try check(dims.isEmpty ? 1 : dims.last?.value) }
    return [.tensor(TensorType(.float, dims))]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    try check(x.shape.dims.last ?? 1)
    let y: Buffer<Float>
    switch x.widened(inputs.precision) {
    case .float(let x): y = scaled(x.count) { (x[$0] - offsets[$1]) * scales[$1] }
    case .double(let x):
      y = scaled(x.count) { Float((x[$0] - Double(offsets[$1])) * Double(scales[$1])) }
    case .int(let x): y = scaled(x.count) { (Float(x[$0]) - offsets[$1]) * scales[$1] }
    case .uint, nil:
      throw .wrongType(input: 0, found: x.dtype.name, expected: "a float or signed integer type")
    }
    do { return [.tensor(try Tensor(y, shape: x.shape))] } catch { throw .tensor(error) }
  }

  /// The results of `result` for each element and its feature.
  private func scaled(_ count: Int, _ result: (Int, Int) -> Float) -> Buffer<Float> {
    Buffer(count: count) { y in
      for i in 0..<count { y[i] = result(i, i % offsets.count) }
    }
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    try check(shape.dims.last ?? 1)
    return .dispatches([
      Dispatch(
        "Scaler.comp",
        bindings: [.read("x", .input(0), dtype), .write("y", .output(0), .float)],
        parameters: [
          .uint("count", shape.count), .uint("features", offsets.count),
          .floats("shifts", offsets), .floats("factors", scales),
        ], invocations: (shape.count, 1, 1), localSize: [256, 1, 1])
    ])
  }
}

extension Scaler {
  static let samples: [Sample] = [
    Sample([.normal(4, 3)], ["offset": [1, -2, 0.5], "scale": [0.5, 2, -0.1]]),
    Sample([.normal(4, 3)], ["offset": [0.25], "scale": [3]]),
    Sample([.normal(4, 3)], ["offset": [1, -2, 0.5]]), Sample([.normal(4, 3)], ["scale": [2]]),
    Sample([.special(2, 33)], ["offset": [0.5], "scale": [0.1]]),
    Sample([.normal(2, 3, 5)], ["offset": [0.5], "scale": [0.1]]),
    Sample([.normal(3)], ["offset": [1, -2, 0.5], "scale": [0.5, 2, -0.1]]),
    Sample([.normal(0, 3)], ["offset": [0.5], "scale": [0.1]]),
    .refused(
      .value, "offset and scale are as long", [.normal(4, 3)],
      ["offset": [1, 2, 3], "scale": [1]]),
    .refused(
      .value, "there is an offset a feature", [.normal(4, 3)],
      ["offset": [1, 2], "scale": [1, 2]]),
  ]
}
