import Graphs
import Tensors

/// The numbers from `start` up to but without `limit`: Range of ai.onnx, whose step is 1 where there is no
/// `delta`.
///
/// - Shapes: each input has one element.
/// - Source: onnxruntime Range, com.microsoft 1.
struct MicrosoftRange: Operator {
  static let schema = OperatorSchema(
    "Range", domain: "com.microsoft",
    inputs: [.one("start", "T"), .one("limit", "T"), .optional("delta", "T")],
    outputs: [.one("Y", "T")],
    history: [.since(1, ["T": [.double, .float, .int16, .int32, .int64]])])
  static let tolerance = Tolerance.exact

  private let meaning: any Operator

  init(_ node: NodeReader) throws(OperatorError) {
    meaning = try OperatorCatalog.standard.meaning("Range", opset: 11)
  }

  /// The inputs with a step.
  private func completed(_ values: [Value?], _ dtype: DType) throws(OperatorError) -> [Value?] {
    if values.count > 2, values[2] != nil { return Array(values.prefix(3)) }
    let one: Value =
      dtype.isInteger
      ? try .narrowing(.int(Buffer([1])), to: dtype, [])
      : try .narrowing(.double(Buffer([1])), to: dtype, [])
    return Array(values.prefix(2)) + [one]
  }

  private func completed(_ inputs: Inference) throws(OperatorError) -> Inference {
    guard !inputs.has(2) else { return inputs }
    let dtype = try inputs.tensor(0).dtype
    return Inference(
      types: inputs.types.prefix(2) + [.tensor(TensorType(dtype, []))],
      known: try completed(inputs.known, dtype), outputCount: inputs.outputCount)
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    try meaning.infer(try completed(inputs))
  }

  func knownOutputs(_ inputs: Inference) throws(OperatorError) -> [Value]? {
    try meaning.knownOutputs(try completed(inputs))
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    try meaning.evaluate(
      Evaluation(
        values: try completed(inputs.values, try inputs.tensor(0).dtype), wanted: inputs.wanted,
        precision: inputs.precision))
  }
}

extension MicrosoftRange {
  static let samples: [Sample] = [
    Sample([.scalar(0), .scalar(7)]), Sample([.scalar(3), .scalar(-5), .scalar(-3)]),
    Sample([.scalar(-2), .scalar(9), .scalar(2)]), Sample([.scalar(5), .scalar(5)]),
    Sample([.scalar(5), .scalar(1)]), Sample([.list(1), .list(10), .list(4)]),
    Sample([.scalar(0).constant, .scalar(300).constant, .scalar(1).constant]),
    Sample([.scalar(0.5), .scalar(2.1), .scalar(0.25)]).types("T", [.float, .double]),
    .refused(.value, "delta is not 0", [.scalar(0), .scalar(7), .scalar(0)]),
    .refused(.shape, "start is one number", [.list(0, 1), .scalar(7)]),
    .refused(.missing, "limit is required", [.scalar(0)]),
  ]
}
