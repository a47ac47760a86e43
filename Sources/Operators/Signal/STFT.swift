import Graphs
import Tensors

/// The discrete Fourier transforms of a signal's frames, each under a window.
///
/// - Shapes: signal `[B, L, parts]`, or `[B, L]` of real numbers as torch's exporter writes it, window `[N]`; output `[B, (L - N) / step + 1, K, 2]`, where K is
///   `N / 2 + 1` (`onesided`) or N.
///
/// - Source: ONNX STFT, opset 17.
struct STFT: Operator {
  static let onesided = AttributeKey<Int>("onesided")
  static let schema = OperatorSchema(
    "STFT",
    inputs: [
      .one("signal", "T1"), .one("frame_step", "T2"), .optional("window", "T1"),
      .optional("frame_length", "T2"),
    ], outputs: [.one("output", "T1")],
    history: [
      .since(
        17, ["T1": .floats, "T2": [.int32, .int64]],
        attributes: [onesided.or(1)])
    ])
  static let tolerance = Tolerance.accumulated

  let isOneSided: Bool

  init(_ node: NodeReader) throws(OperatorError) { isOneSided = try node[Self.onesided] != 0 }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    let window = inputs.has(2) ? try inputs.tensor(2).shape : nil
    guard let shape = x.shape, inputs.knownIntegers(1) != nil,
      !inputs.has(3) || inputs.knownIntegers(3) != nil,
      !inputs.has(2) || inputs.has(3) || window != nil
    else {
      return [
        .tensor(TensorType(x.dtype, [x.dims?.first ?? .unknown, .unknown, .unknown, 2]))
      ]
    }
    let transform = try transform(shape, inputs)
    return [
      .tensor(
        TensorType(x.dtype, Shape([shape[0], transform.frames, transform.outputs, 2])))
    ]
  }

  private func transform(
    _ shape: Shape, _ inputs: Inference
  ) throws(OperatorError) -> FourierTransform {
    let parts = shape.rank == 2 ? 1 : shape.dims.last ?? 0
    guard shape.rank == 2 || shape.rank == 3, parts == 1 || parts == 2 else {
      throw .mismatch("the signal has shape \(shape), expected [batch, length, 1 or 2]")
    }
    guard !isOneSided || parts == 1 else {
      throw .mismatch("the signal is complex, of which there is no one-sided spectrum")
    }
    guard !isOneSided || parts == 1 else {
      throw .mismatch("the signal is complex, of which there is no one-sided spectrum")
    }
    guard !isOneSided || parts == 1 else {
      throw .mismatch("the signal is complex, of which there is no one-sided spectrum")
    }
    guard let step = try inputs.integers(1), step.count == 1, step[0] > 0 else {
      throw .mismatch("frame_step must be one number above 0")
    }
    let window = inputs.has(2) ? try inputs.tensor(2).shape : nil
    let steps = step[0].multipliedReportingOverflow(by: parts)
    guard !steps.overflow else { throw .mismatch("a frame_step of \(step[0]) leaves any signal") }
    let length = try inputs.integers(3)?.first ?? window?.dims.first ?? shape[1]
    guard length > 0, length <= shape[1], window.map({ $0.dims == [length] }) ?? true else {
      throw .mismatch(
        "frames of \(length) do not fit a signal of \(shape[1]) and a window of \(window?.description ?? "none")"
      )
    }
    try FourierTransform.check(length: length)
    let frames = (shape[1] - length) / step[0] + 1
    return FourierTransform(
      runs: shape[0] * frames, frames: frames, batchStep: shape[1] * parts,
      frameStep: steps.partialValue, parts: parts, terms: length, length: length,
      outputs: isOneSided ? length / 2 + 1 : length)
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    let x = try request.inputs.tensor(0)
    guard let shape = x.shape else { return .zero }
    return try transform(shape, request.inputs).scratch(request, x.dtype)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    let transform = try transform(x.shape, inputs.inference)
    let shape: Shape = [x.shape[0], transform.frames, transform.outputs, 2]
    let window = try inputs.optionalTensor(2)
    if transform.isWide(x.dtype) || inputs.precision == .double {
      let y = transform.run(try x.floats(Double.self), window: try window?.floats(Double.self))
      return [try .narrowing(.double(y), to: x.dtype, shape)]
    }
    let y = transform.run(try x.floats(Float.self), window: try window?.floats(Float.self))
    return [try .narrowing(.float(y), to: x.dtype, shape)]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    return try transform(shape, request.inference).lowered(
      dtype, window: request.has(2) ? (2, try request.tensor(2).dtype) : nil, on: request.device)
  }
}

extension STFT {
  static let samples: [Sample] = [
    Sample([.normal(1, 32, 1), .scalar(8), .normal(16)]),
    Sample([.normal(2, 33, 1), .scalar(5).constant, .normal(9), .scalar(9).constant]),
    Sample([.normal(2, 33, 1), .scalar(5), nil, .scalar(9)]),
    Sample([.normal(2, 33, 1), .scalar(7), .normal(9)], ["onesided": 0]),
    Sample([.normal(1, 20, 2), .scalar(3), .normal(8)], ["onesided": 0]),
    Sample([.normal(1, 20, 2), .scalar(3), nil, .scalar(7)], ["onesided": 0]),
    Sample([.normal(1, 300, 1), .scalar(64), .normal(129)]),
    Sample([.normal(1, 9, 1), .scalar(4)]), Sample([.normal(1, 1, 1), .scalar(1), .normal(1)]),
    Sample([.normal(0, 16, 1), .scalar(4), .normal(8)]),
    .refused(.value, "frame_step is positive", [.normal(1, 32, 1), .scalar(0), .normal(16)]),
    .refused(.shape, "a frame is within the signal", [.normal(1, 8, 1), .scalar(2), .normal(16)]),
    .refused(
      .shape, "the window has frame_length elements",
      [.normal(1, 32, 1), .scalar(2), .normal(16), .scalar(8)]),
    .refused(
      .shape, "a number has one or two parts", [.normal(1, 32, 3), .scalar(2), .normal(16)]),
    .refused(
      .value, "one-sided is of a real signal", [.normal(1, 32, 2), .scalar(2), .normal(16)],
      ["onesided": 1]),
    .refused(.missing, "frame_step is required", [.normal(1, 32, 1)]),
  ]

  /// As a bin of ``DFT``, over the frame's elements times the window's.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try request.spectral(self, window: 2)
  }
}
