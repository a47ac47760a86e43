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

extension MicrosoftGridSample {
  static let samples: [Sample] =
    ["bilinear", "nearest", "bicubic"].flatMap { mode in
      ["zeros", "border", "reflection"].enumerated().map { place, padding in
        sampled(
          .normal(2, 3, 5, 6), .uniform(-1.5...1.5, 2, 4, 3, 2),
          [
            "mode": .string(mode), "padding_mode": .string(padding),
            "align_corners": .int(Int64(place % 2)),
          ])
      }
    } + [
      sampled(.normal(1, 1, 1, 1), .uniform(-1...1, 1, 2, 2, 2)),
      sampled(.normal(0, 2, 4, 4), .uniform(-1...1, 0, 2, 2, 2)),
      sampled(.normal(1, 7, 17, 9), .uniform(-1...1, 1, 15, 17, 2), ["align_corners": 1]),
      .refused(.shape, "Grid has X's batch", [.normal(2, 3, 5, 6), .normal(1, 4, 3, 2)])
        .types("T1", .ieeeFloats),
      .refused(.shape, "a place has two numbers", [.normal(1, 3, 5, 6), .normal(1, 4, 3, 3)])
        .types("T1", .ieeeFloats),
      .refused(
        .attribute, "mode is one of three", [.normal(1, 3, 5, 6), .normal(1, 4, 3, 2)],
        ["mode": "area"]
      )
      .types("T1", .ieeeFloats),
      .refused(
        .attribute, "padding_mode is one of three", [.normal(1, 3, 5, 6), .normal(1, 4, 3, 2)],
        ["padding_mode": "wrap"]
      )
      .types("T1", .ieeeFloats),
    ]

  static let gaps = [
    SampleGap(
      "T1", .classic - .ieeeFloats,
      because: "X and Grid are of one type, and nothing says which float type Y then has")
  ]

  private static func sampled(
    _ x: Draw, _ grid: Draw, _ attributes: [String: SampleAttribute] = [:]
  ) -> Sample {
    Sample([x, grid], attributes).types("T1", .ieeeFloats).tied("T2", to: "T1")
  }
}
