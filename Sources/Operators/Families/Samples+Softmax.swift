import Graphs

extension Samples {
  /// Of rows along an axis, before opset 13 from an axis on.
  static let softmax: [Sample] = [
    Sample([.normal(3, 5)]), Sample([.normal(2, 3, 4)], ["axis": 0]),
    Sample([.normal(2, 3, 4)], ["axis": 1]), Sample([.normal(2, 3, 4)], ["axis": 2]),
    Sample([.normal(2, 3, 4)], ["axis": -1]).since(11),
    Sample([.normal(2, 3, 4)], ["axis": -2]).since(11), Sample([.normal(5)], ["axis": 0]),
    Sample([.normal(2, 2, 3, 2)], ["axis": 2]), Sample([.normal([3, 257], scale: 4)]),
    Sample([.normal([5, 33], scale: 2)]), Sample([.normal([2, 65, 9], scale: 2)], ["axis": 1]),
    Sample([.normal(65_537, 2)]), Sample([.normal(0, 3)]), Sample([.normal(3, 1)]),
    Sample(
      [
        .list(
          [1, -.infinity, 2, .infinity, 0, 1, .nan, 1, 2, -.infinity, -.infinity, -.infinity],
          [4, 3])
      ]),
    Sample([.list([1000, 999, -1000, 0, 1000, 1000], [2, 3])]),
    .refused(.range, "axis is in [-r, r-1]", [.normal(2, 3)], ["axis": 3]),
    .refused(.range, "axis is in [-r, r-1]", [.normal(2, 3)], ["axis": -3]).since(11),
    .refused(.missing, "the input is required", [nil]),
  ]
}
