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

extension MicrosoftGatherND {
  static let samples: [Sample] = [
    Sample([.normal(3, 4), .list([0, 1, 2, 3, -1, -4], [3, 2])]),
    Sample([.normal(3, 4, 5), .list([0, 1, -3, 2], [2, 2])]),
    Sample([.special(5), .list([0, 3, -1], [3, 1])]), Sample([.normal(3, 4), .list(2, 3)]),
    Sample([.normal(3, 4), .integers(0...2, 2, 2, 1)]),
    Sample([.normal(3, 4), .integers(0...2, 0, 2)]),
    .refused(.range, "an index is in its axis", [.normal(3, 4), .list([0, 4], [1, 2])]),
    .refused(
      .shape, "a tuple has at most data's axes", [.normal(3, 4), .list([0, 1, 0], [1, 3])]),
    .refused(.shape, "indices have an axis", [.normal(3, 4), .scalar(0)]),
  ]
}
