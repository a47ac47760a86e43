import Graphs
import Tensors

/// X at the grid's places: GridSample of ai.onnx, with the names of opset 16.
///
/// - Source: onnxruntime GridSample, com.microsoft 1.
struct MicrosoftGridSample: Renamed {
  static let alignCorners = AttributeKey<Int>("align_corners")
  static let mode = AttributeKey<String>("mode")
  static let paddingMode = AttributeKey<String>("padding_mode")
  static let schema = OperatorSchema(
    "GridSample", domain: "com.microsoft", inputs: [.one("X", "T1"), .one("Grid", "T1")],
    outputs: [.one("Y", "T2")],
    history: [
      .since(
        1, ["T1": .classic, "T2": .ieeeFloats],
        attributes: [alignCorners.or(0), mode.or("bilinear"), paddingMode.or("zeros")])
    ])
  static let tolerance = Tolerance.accumulated

  let meaning: any Operator

  init(_ node: NodeReader) throws(OperatorError) {
    meaning = try OperatorCatalog.standard.meaning(
      "GridSample", opset: 16,
      [
        "align_corners": .int(Int64(try node[Self.alignCorners])),
        "mode": .string(try node[Self.mode]), "padding_mode": .string(try node[Self.paddingMode]),
      ])
  }
}
