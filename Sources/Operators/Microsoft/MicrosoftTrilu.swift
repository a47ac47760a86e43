import Graphs
import Tensors

/// The upper or lower triangle of each matrix: Trilu of ai.onnx.
///
/// - Source: onnxruntime Trilu, com.microsoft 1.
struct MicrosoftTrilu: Renamed {
  static let upper = AttributeKey<Int>("upper")
  static let schema = OperatorSchema(
    "Trilu", domain: "com.microsoft", inputs: [.one("X", "T"), .optional("k", "tensor(int64)")],
    outputs: [.one("Y", "T")],
    history: [.since(1, ["T": .numbers + [.bool]], attributes: [upper.or(1)])])

  let meaning: any Operator

  init(_ node: NodeReader) throws(OperatorError) {
    meaning = try OperatorCatalog.standard.meaning(
      "Trilu", opset: 14, ["upper": .int(Int64(try node[Self.upper]))])
  }
}

extension MicrosoftTrilu {
  static let samples: [Sample] = [
    Sample([.normal(3, 4)]), Sample([.normal(3, 4)], ["upper": 0]),
    Sample([.normal(2, 4, 3), .scalar(1)]), Sample([.normal(2, 4, 3), .scalar(-2)], ["upper": 0]),
    Sample([.normal(5, 5), .scalar(9)]), Sample([.normal(5, 5), .scalar(-9)], ["upper": 1]),
    Sample([.special(6, 8), .list(0)]), Sample([.normal(0, 3)]), Sample([.normal(2, 0)]),
    Sample([.normal(65, 33), .scalar(3).constant]),
    .refused(.shape, "X has two axes", [.normal(3)]),
    .refused(.shape, "k is one number", [.normal(3, 4), .list(0, 1)]),
  ]
}
