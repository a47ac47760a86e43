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
