import Graphs
import Tensors

/// Each string of X followed by that of Y, after broadcasting.
///
/// - Source: ONNX StringConcat, opset 20.
struct StringConcat: TextOperator {
  static let schema = OperatorSchema(
    "StringConcat", inputs: [.one("X", "T"), .one("Y", "T")], outputs: [.one("Z", "T")],
    history: [
      .since(20, ["T": [.string]])
    ])

  init(_ node: NodeReader) throws(OperatorError) {}

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let (x, y) = (try inputs.tensor(0), try inputs.tensor(1))
    return [.tensor(TensorType(.string, try broadcast([x.dims, y.dims])))]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    guard let shape = try infer(inputs.inference).first?.tensor?.shape else {
      throw .missingInput(0)
    }
    let left = try inputs.strings(0, to: shape)
    let right = try inputs.strings(1, to: shape)
    return [try .tensor(Buffer(zip(left, right).map { $0 + $1 }), shape)]
  }
}

extension StringConcat {
  static let samples: [Sample] = [
    Sample([.words("a", "b"), .words("c", "É")]),
    Sample([.words("a", shape: []), .words("x", "", "z")]),
    Sample([.words("a", "b", shape: [2, 1]), .words("x", "y", "z")]),
    Sample([.words("", ""), .words("", "")]),
    Sample([.words("a", shape: [0, 2]), .words("x", "y")]), Sample([.special(3, 3), .special(3)]),
    Sample([
      .words("e", "日本", shape: [2, 1]), .words("\u{301}", "語", "\u{1F600}", shape: [3, 1, 3]),
    ]),
    .refused(.shape, "X and Y broadcast", [.words("a", "b"), .words("x", "y", "z")]),
    .refused(.missing, "Y is required", [.words("a")]),
  ]
}
