import Graphs
import Tensors

/// The slices that tuples of indices name: GatherND of ai.onnx, for int32 too.
///
/// - Source: onnxruntime GatherND, com.microsoft 1.
struct MicrosoftGatherND: Renamed {
  static let schema = OperatorSchema(
    "GatherND", domain: "com.microsoft", inputs: [.one("data", "T"), .one("indices", "Tind")],
    outputs: [.one("output", "T")],
    history: [.since(1, ["T": .classic, "Tind": [.int32, .int64]])])

  let meaning: any Operator

  init(_ node: NodeReader) throws(OperatorError) {
    meaning = try OperatorCatalog.standard.meaning("GatherND", opset: 12)
  }
}
