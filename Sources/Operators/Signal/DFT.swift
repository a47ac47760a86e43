import Graphs
import Tensors

/// The discrete Fourier transform along one axis, or its inverse, which divides by the length.
///
/// One-sided forward gives the first `N / 2 + 1` values of a real signal; one-sided inverse takes
/// those and gives the real signal.
///
/// - Shapes: the last axis holds the one or two parts of a number.
///
/// - Source: ONNX DFT, opsets 17, 20.
struct DFT: Operator {
  static let axis = AttributeKey<Int>("axis")
  static let inverse = AttributeKey<Int>("inverse")
  static let onesided = AttributeKey<Int>("onesided")
  static let schema = OperatorSchema(
    "DFT",
    inputs: [
      .one("input", "T1"), .optional("dft_length", "T2"), .optional("axis", "tensor(int64)"),
    ], outputs: [.one("output", "T1")],
    history: [
      .since(
        17, ["T1": .floats, "T2": [.int32, .int64]],
        attributes: [axis.or(1), inverse.or(0), onesided.or(0)],
        inputs: [.one("input", "T1"), .optional("dft_length", "T2")]),
      .since(
        20, ["T1": .floats, "T2": [.int32, .int64]],
        attributes: [inverse.or(0), onesided.or(0)]),
    ])
  static let tolerance = Tolerance.accumulated

  /// `nil` where the axis is an input.
  let givenAxis: Int?
  let isInverse: Bool
  let isOneSided: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    givenAxis = node[ifPresent: Self.axis]
    isInverse = try node[Self.inverse] != 0
    isOneSided = try node[Self.onesided] != 0
  }

  /// The axis and the transform's length; `nil` where an input that says so is not known.
  private func plan(
    _ inputs: Inference, _ dims: [Dimension]
  ) throws(OperatorError) -> (axis: Int, length: Int?)? {
    guard dims.count >= 2 else {
      throw .rank(input: 0, found: dims.count, expected: "2 or more")
    }
    if isOneSided, let parts = dims.last?.value, parts != (isInverse ? 2 : 1) {
      throw .mismatch(
        "a one-sided transform takes numbers of \(isInverse ? "two parts" : "one part"), not \(parts)"
      )
    }
    if inputs.has(2), givenAxis == nil, inputs.knownIntegers(2) == nil { return nil }
    let axis = try resolve(
      axis: givenAxis ?? inputs.knownIntegers(2)?.first ?? -2, rank: dims.count)
    guard axis < dims.count - 1 else { throw .axis(axis, rank: dims.count) }
    if inputs.has(1) {
      guard let length = inputs.knownIntegers(1) else { return (axis, nil) }
      guard length.count == 1, length[0] > 0, length[0] < 1 << 31 else {
        throw .mismatch("dft_length is \(length), expected one number above 0")
      }
      return (axis, length[0])
    }
    let extent = dims[axis].value
    return (axis, isInverse && isOneSided ? extent.map { 2 * ($0 - 1) } : extent)
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    guard var dims = x.dims, let plan = try plan(inputs, dims) else {
      return [.tensor(TensorType(x.dtype, x.dims?.map { _ in .unknown }))]
    }
    let extent =
      isOneSided && !isInverse ? plan.length.map { $0 / 2 + 1 } : plan.length
    dims[plan.axis] = extent.map { .known($0) } ?? .unknown
    dims[dims.count - 1] = isOneSided && isInverse ? 1 : 2
    return [.tensor(TensorType(x.dtype, dims))]
  }

  private func transform(_ shape: Shape, _ inputs: Inference) throws(OperatorError)
    -> FourierTransform
  {
    // The values decide: whoever asks here must know them.
    _ = try inputs.integers(1)
    if givenAxis == nil { _ = try inputs.integers(2) }
    guard let plan = try plan(inputs, shape.dims.map { .known($0) }), let length = plan.length,
      length > 0
    else { throw .mismatch("a signal of shape \(shape) has nothing to transform") }
    let parts = shape[shape.rank - 1]
    guard parts == 1 || parts == 2 else {
      throw .mismatch("the last extent of \(shape) holds a number's parts, expected 1 or 2")
    }
    guard !isOneSided || parts == (isInverse ? 2 : 1) else {
      throw .mismatch(
        "\(shape) holds \(parts == 2 ? "complex" : "real") numbers, of which there is no one-sided "
          + (isInverse ? "inverse transform" : "transform"))
    }
    guard !isOneSided || parts == (isInverse ? 2 : 1) else {
      throw .mismatch(
        "\(shape) holds \(parts == 2 ? "complex" : "real") numbers, of which there is no one-sided "
          + (isInverse ? "inverse transform" : "transform"))
    }
    guard !isOneSided || parts == (isInverse ? 2 : 1) else {
      throw .mismatch(
        "\(shape) holds \(parts == 2 ? "complex" : "real") numbers, of which there is no one-sided "
          + (isInverse ? "inverse transform" : "transform"))
    }
    try FourierTransform.check(length: length)
    let inner = shape.dims[(plan.axis + 1)..<(shape.rank - 1)].reduce(1, *)
    let runs = shape.dims[..<plan.axis].reduce(1, *)
    let mirrors = isOneSided && isInverse
    return FourierTransform(
      runs: runs, batchStep: shape[plan.axis] * inner * parts, inner: inner, parts: parts,
      terms: mirrors ? min(shape[plan.axis], length / 2 + 1) : shape[plan.axis], length: length,
      outputs: isOneSided && !isInverse ? length / 2 + 1 : length, isInverse: isInverse,
      mirrors: mirrors)
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    let x = try request.inputs.tensor(0)
    guard let shape = x.shape else { return .zero }
    return try transform(shape, request.inputs).scratch(request, x.dtype)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    let transform = try transform(x.shape, inputs.inference)
    guard let shape = try infer(inputs.inference)[0].tensor?.shape else {
      throw .unknownValue(input: 1)
    }
    if transform.isWide(x.dtype) || inputs.precision == .double {
      let y = transform.run(try x.floats(Double.self), window: nil)
      return [try .narrowing(.double(y), to: x.dtype, shape)]
    }
    let y = transform.run(try x.floats(Float.self), window: nil)
    return [try .narrowing(.float(y), to: x.dtype, shape)]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    return try transform(shape, request.inference).lowered(
      dtype, window: nil, on: request.device)
  }
}

extension DFT {
  static let samples: [Sample] =
    settings.flatMap { attributes in
      [
        Sample([.normal(1, 8, 3, 2)], attributes.merging(["axis": 1]) { $1 }).before(20),
        Sample([.normal(2, 9, 2)], attributes).before(20),
        Sample([.normal(2, 9, 2), nil, .scalar(1)], attributes).since(20),
        Sample([.normal(1, 8, 3, 2), nil, .scalar(-3)], attributes).since(20),
        Sample([.normal(2, 17, 2), .scalar(12)], attributes),
        Sample([.normal(2, 7, 2), .scalar(9).constant], attributes),
      ]
    } + real + refusals

  private static let settings: [[String: SampleAttribute]] = [
    [:], ["inverse": 1], ["inverse": 1, "onesided": 1],
  ]

  private static let real: [Sample] = [
    Sample([.normal(2, 9, 1)], ["onesided": 1]), Sample([.normal(1, 64, 1)]),
    Sample([.normal(1, 129, 1)], ["onesided": 1]), Sample([.normal(2, 1, 1)]),
    Sample([.normal(3, 16, 1), .scalar(8)], ["onesided": 1]),
    Sample([.normal(3, 300, 1)]), Sample([.normal(0, 8, 2)]),
    Sample([.normal(5, 2), nil, .scalar(0)]).since(20), Sample([.normal(3, 8, 2)]).since(20),
  ]

  private static let refusals: [Sample] = [
    .refused(.shape, "the last axis has one or two parts", [.normal(2, 9, 3)]),
    .refused(.range, "the last axis is no signal's", [.normal(2, 9, 2), nil, .scalar(2)]).since(20),
    .refused(.range, "the last axis is no signal's", [.normal(2, 9, 2), nil, .scalar(-1)]).since(
      20),
    .refused(.range, "axis is an axis", [.normal(2, 9, 2)], ["axis": 5]).before(20),
    .refused(.value, "dft_length is positive", [.normal(2, 9, 2), .scalar(0)]),
    .refused(.value, "one-sided is of a real signal", [.normal(2, 9, 2)], ["onesided": 1]),
    .refused(
      .value, "one-sided and inverse is of a complex one", [.normal(2, 9, 1)],
      ["onesided": 1, "inverse": 1]),
  ]

  /// A bin is a sum over the axis, each term of at most the element's size: `(N + 8) · u · Σ|x|`, which
  /// a fast transform, of `log N` steps, stays far below.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try request.spectral(self, window: nil)
  }
}
