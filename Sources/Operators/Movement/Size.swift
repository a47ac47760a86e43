import Graphs
import Tensors

/// The number of the input's elements.
///
/// - Source: ONNX Size, opsets 1, 13, 19, 21, 23, 24, 25.
struct Size: Operator {
  static let schema = OperatorSchema(
    "Size", inputs: [.one("data", "T")], outputs: [.one("size", "T1")],
    history: [
      .since(1, ["T": .classic, "T1": [.int64]]),
      .since(13, ["T": .classicAndBFloat16, "T1": [.int64]]),
      .since(19, ["T": .ir9, "T1": [.int64]]),
      .since(21, ["T": .ir10, "T1": [.int64]]),
      .since(23, ["T": .ir11, "T1": [.int64]]),
      .since(24, ["T": .ir12, "T1": [.int64]]),
      .since(25, ["T": .ir13, "T1": [.int64]]),
    ])
  static let samples: [Sample] = [
    Sample([.normal(2, 3, 4)]), Sample([.normal()]), Sample([.normal(0, 3)]),
    Sample([.special(33)]),
  ]
  static let tolerance = Tolerance.exact

  init(_ node: NodeReader) throws(OperatorError) {}

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    _ = try inputs.tensor(0)
    return [.tensor(TensorType(.int64, []))]
  }

  func scratch(_ request: ScratchRequest) -> ByteCount { .zero }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    [.tensor(Tensor(scalar: Int64(try inputs.tensor(0).count)))]
  }

  func knownOutputs(_ inputs: Inference) throws(OperatorError) -> [Value]? {
    try inputs.tensor(0).shape?.checkedCount.map { [.tensor(Tensor(scalar: Int64($0)))] }
  }
}
