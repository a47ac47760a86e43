import Graphs

/// Recipes that families of operators share.
enum Samples {
  /// Of functions of each element: no axes, no elements, one, an odd number of them, more than fill a
  /// vector, a tile or 65,535 rows, and what the type has of special numbers.
  static let unary: [Sample] = [
    Sample([.normal()]), Sample([.normal(0)]), Sample([.normal(2, 0, 3)]), Sample([.normal(1)]),
    Sample([.normal(3, 5, 7)]), Sample([.special(48)]),
    Sample([.normal([65_537], scale: 3)]),
  ]

  /// Of functions of two elements with broadcasting, from opset 7 on.
  static let binary: [Sample] = [
    Sample([.normal(3, 5), .normal(3, 5)]), Sample([.normal(), .normal()]),
    Sample([.normal(2, 3, 4), .normal(4)]), Sample([.normal(4), .normal(2, 3, 4)]),
    Sample([.normal(3, 1, 5), .normal(1, 4, 1)]), Sample([.normal(2, 1), .normal()]),
    Sample([.normal(0, 3), .normal(1, 3)]), Sample([.normal(1), .normal(1, 1, 1)]),
    Sample([.special(7, 1), .special(1, 33)]), Sample([.special(33), .normal(2, 33)]),
    Sample([.normal(257, 129), .normal(257, 1)]),
  ].map { $0.since(7) } + legacyBinary + [
    .refused(.shape, "shapes that do not broadcast", [.normal(2, 3), .normal(2, 4)]).since(7),
    .refused(.missing, "both inputs are required", [.normal(2, 3)]),
  ]

  /// The same before opset 7, where `broadcast` and `axis` say it.
  private static let legacyBinary: [Sample] = [
    Sample([.normal(3, 5), .normal(3, 5)]),
    Sample([.normal(2, 3, 4, 5), .normal(4, 5)], ["broadcast": 1]),
    Sample([.normal(2, 3, 4, 5), .normal(3, 4)], ["broadcast": 1, "axis": 1]),
    Sample([.normal(2, 3, 4, 5), .normal(2)], ["broadcast": 1, "axis": 0]),
    Sample([.special(48), .normal(1)], ["broadcast": 1]),
    .refused(
      .shape, "without broadcast both shapes are the same", [.normal(2, 3), .normal(3)]),
  ].map { $0.before(7) }
}
