import Graphs
import Tensors

/// `Y = A · sigmoid(alpha · A) · B`, each step rounded to the inputs' type.
///
/// - Source: ONNX SwiGLU, opset 28.
struct SwiGLU: Operator {
  static let alpha = AttributeKey<Float>("alpha")
  static let schema = OperatorSchema(
    "SwiGLU", inputs: [.one("A", "T"), .one("B", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(
        28, ["T": .floats],
        attributes: [alpha.or(1.0)])
    ])
  static let samples: [Sample] = [
    Sample([.normal(3, 5), .normal(3, 5)]),
    Sample([.normal(2, 33), .normal(2, 33)], ["alpha": 1.7]),
    Sample([.special(48), .normal(48)]), Sample([.normal(0, 3), .normal(0, 3)]),
    Sample([.normal(), .normal()]),
    Sample([.normal([257, 3], scale: 4), .normal(257, 3)]),
  ]
  static let tolerance = Tolerance.ulps(4)

  let alpha: Float

  init(_ node: NodeReader) throws(OperatorError) { alpha = try node[Self.alpha] }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let (a, b) = (try inputs.tensor(0), try inputs.tensor(1))
    if let left = a.shape, let right = b.shape, left != right {
      throw .mismatch("A has shape \(left), but B \(right)")
    }
    return [.tensor(TensorType(a.dtype, a.dims ?? b.dims))]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    _ = try infer(inputs.inference)
    let a = try inputs.tensor(0)
    let y: WideBuffer
    switch (try inputs.wide(0), try inputs.wide(1)) {
    case (.float(let a), .float(let b)):
      y = .float(gated(a, b, Narrowing(try inputs.tensor(0).dtype)))
    case (.double(let a), .double(let b)): y = .double(gated(a, b, .none))
    default: throw .wrongType(input: 0, found: a.dtype.name, expected: "a float type")
    }
    return [try .narrowing(y, to: a.dtype, a.shape)]
  }

  private func gated<F: WideFloat>(
    _ a: Buffer<F>, _ b: Buffer<F>, _ narrowing: Narrowing
  ) -> Buffer<F> {
    let alpha = F(alpha)
    return filled(a.count) { i in
      let share = logistic(narrowing.round(alpha * a[i]))
      return narrowing.round(a[i] * narrowing.round(share)) * b[i]
    }
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    return .dispatches([
      Dispatch(
        "SwiGLU.comp", defines: ["NARROW(v)": Narrowing(dtype).shaderExpression],
        bindings: [
          .read("a", .input(0), dtype), .read("b", .input(1), dtype),
          .write("y", .output(0), dtype),
        ], parameters: [.uint("count", shape.count), .float("alpha", alpha)],
        invocations: (shape.count, 1, 1), localSize: [256, 1, 1])
    ])
  }
}

extension SwiGLU {
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let (a, b) = (try request.reals(0), try request.reals(1))
    let dtype = try request.dtype(0)
    func stored(_ x: Reals) -> Reals { dtype.bitWidth > 16 ? x : x.stored(as: dtype) }
    let share = stored(try a * Double(alpha)).logistic
    let y = try stored(try a * stored(share)) * b
    return try Estimate.outputs(of: self, request, [y])
  }
}
