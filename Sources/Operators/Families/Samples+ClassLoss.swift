import Graphs

extension Samples {
  /// Losses of classes: each reduction with and without weights and an ignored class.
  static let classLoss: [Sample] =
    ["mean", "sum", "none"].flatMap { reduced($0) } + classShapes

  private static func reduced(_ reduction: String) -> [Sample] {
    let only: [String: SampleAttribute] = ["reduction": .string(reduction)]
    var (ignoring, beyond) = (only, only)
    ignoring["ignore_index"] = 1
    beyond["ignore_index"] = -1
    return [
      Sample([.normal(5, 4), .integers(0...3, 5)], only),
      Sample([.normal(2, 3, 4), .integers(0...2, 2, 4), .uniform(0.25...2, 3)], only),
      Sample([.normal(2, 3, 2, 4), .integers(0...2, 2, 2, 4)], ignoring),
      Sample(
        [.normal(9, 5), .list([0, -1, 4, 2, 1, -1, 3, 3, 2], [9]), .uniform(0.25...2, 5)], beyond),
    ]
  }

  private static let classShapes: [Sample] = [
    Sample([.normal(3, 5), .integers(0...4, 3)]), Sample([.normal(2, 1), .integers(0...0, 2)]),
    Sample([.normal(65, 257), .integers(0...256, 65), .uniform(0.25...2, 257)]),
    Sample([.normal(2, 3, 33, 17), .integers(0...2, 2, 33, 17)]),
    Sample([.normal(1, 3, 2, 2, 2), .integers(0...2, 1, 2, 2, 2)], ["reduction": "none"]),
    Sample([.normal(65_537, 2), .integers(0...1, 65_537)], ["reduction": "none"]),
    Sample([.normal(0, 3), .integers(0...2, 0)], ["reduction": "sum"]),
    .refused(.range, "a class is in [0, C)", [.normal(2, 3), .list(0, 3)]),
    .refused(.range, "a class is in [0, C)", [.normal(2, 3), .list(0, -1)]),
    .refused(
      .range, "a class is in [0, C) or ignored", [.normal(2, 3), .list(5, 6)], ["ignore_index": 5]
    ),
    .refused(.shape, "a class for each element", [.normal(2, 3), .list(0, 1, 2)]),
    .refused(.shape, "a weight for each class", [.normal(2, 3), .list(0, 1), .normal(2)]),
    .refused(
      .attribute, "reduction is none, sum or mean", [.normal(2, 3), .list(0, 1)],
      ["reduction": "max"]),
    .refused(.missing, "classes are required", [.normal(2, 3)]),
  ]
}
