import Graphs
import Tensors

/// A border around data: Pad of ai.onnx, as of opset 13.
///
/// - Source: onnxruntime Pad, com.microsoft 1.
struct MicrosoftPad: Renamed {
  static let mode = AttributeKey<String>("mode")
  static let schema = OperatorSchema(
    "Pad", domain: "com.microsoft",
    inputs: [.one("data", "T"), .one("pads", "tensor(int64)"), .optional("value", "T")],
    outputs: [.one("output", "T")],
    history: [.since(1, ["T": .ieeeFloats], attributes: [mode.or("constant")])])

  let meaning: any Operator

  init(_ node: NodeReader) throws(OperatorError) {
    meaning = try OperatorCatalog.standard.meaning(
      "Pad", opset: 13, ["mode": .string(try node[Self.mode])])
  }
}

extension MicrosoftPad {
  static let samples: [Sample] = [
    Sample([.normal(2, 3), .list(1, 0, 2, 1)]),
    Sample([.normal(2, 3), .list(1, 0, 2, 1), .scalar(0.5)]),
    Sample([.normal(3, 4), .list(1, 2, 2, 3)], ["mode": "reflect"]),
    Sample([.normal(3, 4), .list(1, 2, 4, 3)], ["mode": "edge"]),
    Sample([.normal(3, 4), .list(-1, 0, 0, -2), .scalar(9)], ["mode": "constant"]),
    Sample([.normal(2, 3, 5), .list(0, 1, -2, 1, 0, 4).constant, .scalar(-1)]),
    Sample([.normal(0, 3), .list(1, 0, 1, 0)]), Sample([.special(33), .list(1, 2)]),
    .refused(
      .attribute, "mode is one of three", [.normal(2, 3), .list(1, 0, 2, 1)], ["mode": "mean"]),
    .refused(.shape, "pads are two an axis", [.normal(2, 3), .list(1, 0, 2)]),
    .refused(.missing, "pads are required", [.normal(2, 3)]),
  ]
}
