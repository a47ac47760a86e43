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
