import Graphs
import Tensors

extension GridSample {
  static let samples: [Sample] = modes + shapes + refused

  /// Each mode (with other names before opset 20) with each padding, aligned or not; positions inside, at the edges and far outside.
  private static let modes: [Sample] = ["linear", "nearest", "cubic"].flatMap { sampled($0) }

  private static func sampled(_ mode: String) -> [Sample] {
    let former = mode == "nearest" ? mode : "bi\(mode)"
    var samples: [Sample] = []
    for padding in ["zeros", "border", "reflection"] {
      for aligned in 0...1 {
        var sample = Sample([.normal(1, 2, 5, 4), .uniform(-1.75...1.75, 1, 4, 3, 2)])
          .types("T1", .floats)
        sample.attributes = [
          "padding_mode": .string(padding), "align_corners": .int(Int64(aligned)),
          "mode": .string(mode),
        ]
        samples.append(sample.since(20))
        sample.attributes["mode"] = .string(former)
        samples.append(sample.before(20))
      }
    }
    return samples
  }

  private static let shapes: [Sample] = [
    Sample([.normal(2, 3, 4, 5), .uniform(-1...1, 2, 3, 2, 2)]).types("T1", .floats),
    Sample([.normal(2, 3, 4, 5), .uniform(-1...1, 2, 3, 2, 2)], ["mode": "nearest"]),
    // Halves between pixels, and positions on corners.
    Sample(
      [
        .normal(1, 1, 4, 4), .list([0, 0, -0.5, 0.5, 1, -1, -1, 1, 0.25, 2, -3, 0], [1, 2, 3, 2]),
      ],
      ["mode": "nearest"]),
    Sample(
      [.normal(1, 1, 3, 3), .list([0, 0, -0.5, 0.5, 1, -1, -1, 1, 0.5, 2, -3, 0], [1, 2, 3, 2])],
      ["mode": "nearest", "align_corners": 1, "padding_mode": "reflection"]),
    Sample([.normal([1, 2, 4, 5], scale: 20), .uniform(-1.25...1.25, 1, 3, 2, 2)])
      .types("T1", .integers),
    Sample([.normal(1, 2, 3, 4, 2), .uniform(-1.25...1.25, 1, 2, 3, 2, 3)]).types("T1", .floats)
      .since(20),
    Sample(
      [.normal(1, 2, 3, 4, 3), .uniform(-1.25...1.25, 1, 2, 2, 2, 3)],
      ["mode": "cubic", "padding_mode": "reflection"]
    ).types("T1", .floats).since(20),
    Sample(
      [.normal(1, 2, 3, 4, 2), .uniform(-1.25...1.25, 1, 2, 3, 2, 3)],
      ["mode": "nearest", "padding_mode": "border"]
    ).since(20),
    Sample([.normal(1, 2, 9), .uniform(-1.5...1.5, 1, 7, 1)], ["padding_mode": "border"])
      .types("T1", .floats).since(20),
    Sample([.normal(1, 1, 1, 1), .uniform(-1.5...1.5, 1, 2, 2, 2)], ["align_corners": 1])
      .types("T1", .floats),
    Sample([.normal(1, 3, 33, 17), .uniform(-1...1, 1, 65, 9, 2)]).types("T1", .floats),
    Sample([.normal(0, 2, 3, 3), .normal(0, 2, 2, 2)]).types("T1", .floats),
  ]

  private static let refused: [Sample] = [
    .refused(
      .shape, "the grid has one coordinate a spatial axis",
      [.normal(1, 1, 3, 3), .normal(1, 2, 2, 3)]),
    .refused(.shape, "X and grid have one N", [.normal(1, 1, 3, 3), .normal(2, 2, 2, 2)]),
    .refused(.shape, "the grid has X's rank", [.normal(1, 1, 3, 3), .normal(1, 2, 2)]),
    .refused(
      .attribute, "mode is one of three", [.normal(1, 1, 3, 3), .normal(1, 2, 2, 2)],
      ["mode": "area"]),
    .refused(
      .attribute, "padding_mode is one of three", [.normal(1, 1, 3, 3), .normal(1, 2, 2, 2)],
      ["padding_mode": "wrap"]),
    .refused(.missing, "the grid is required", [.normal(1, 1, 3, 3)]),
  ]
}
