import Graphs
import Tensors

/// Recipes that families of operators share.
enum Samples {
  /// Of functions of each element: no axes, no elements, one, an odd number of them, more than fill a
  /// vector, a tile or 65,535 rows, and what the type has of special numbers.
  static let unary: [Sample] = [
    Sample([.normal()]), Sample([.normal(0)]), Sample([.normal(2, 0, 3)]), Sample([.normal(1)]),
    Sample([.normal(3, 5, 7)]), Sample([.special(48)]),
    Sample([.normal([65_537], scale: 3)]).types("T", [.float]), Sample([.strewn(5, 67)]),
  ]

  /// Of functions of two elements with broadcasting, from opset 7 on.
  static let binary: [Sample] =
    broadcasting(.normal(1), .normal(1)) + [
      Sample([.special(7, 1), .special(1, 33)]).since(7),
      Sample([.strewn(5, 67), .strewn(67)]).since(7),
      Sample([.strewn(67), .strewn(5, 67)]).since(7),
      .refused(.shape, "the shapes do not broadcast", [.normal(2, 3), .normal(2, 4)]).since(7),
      .refused(.missing, "both inputs are required", [.normal(2, 3)]),
      .refused(
        .shape, "without broadcast both shapes are the same", [.normal(2, 3), .normal(3)]
      ).before(7),
    ]

  /// Pairs of shapes that broadcast, filled from two sources; before opset 7 `broadcast` and `axis`
  /// say how.
  static func broadcasting(_ a: Draw.Content, _ b: Draw.Content) -> [Sample] {
    func pair(_ first: [Int], _ second: [Int]) -> Sample {
      Sample([Draw(a, first), Draw(b, second)])
    }
    func aligned(
      _ first: [Int], _ second: [Int], _ attributes: [String: SampleAttribute]
    ) -> Sample {
      Sample([Draw(a, first), Draw(b, second)], attributes).before(7)
    }
    let modern = [
      pair([3, 5], [3, 5]), pair([], []), pair([2, 3, 4], [4]), pair([4], [2, 3, 4]),
      pair([3, 1, 5], [1, 4, 1]), pair([2, 1], []), pair([0, 3], [1, 3]), pair([1], [1, 1, 1]),
      pair([257, 129], [257, 1]), pair([129], [257, 129]),
      Sample([.special(33), Draw(b, [2, 33])]),
    ]
    return modern.map { $0.since(7) } + [
      pair([3, 5], [3, 5]).before(7), aligned([2, 3, 4, 5], [4, 5], ["broadcast": 1]),
      aligned([2, 3, 4, 5], [3, 4], ["broadcast": 1, "axis": 1]),
      aligned([2, 3, 4, 5], [2], ["broadcast": 1, "axis": 0]),
      aligned([2, 3, 4, 5], [5], ["broadcast": 1, "axis": -1]),
      Sample([.special(48), Draw(b, [1])], ["broadcast": 1]).before(7),
    ]
  }

  /// Of functions of any number of elements, with broadcasting from opset 8 on.
  static let variadic: [Sample] = [
    Sample([.normal(3, 5)]), Sample([.normal(3, 5), .normal(3, 5)]),
    Sample([.normal(65), .normal(65), .normal(65), .normal(65), .normal(65)]),
    Sample([.normal(0, 3), .normal(0, 3)]), Sample([.normal(), .normal(), .normal()]),
    Sample([.special(48), .normal(48)]), Sample([.normal(48), .special(48), .normal(48)]),
    Sample([.normal(2, 1, 4), .normal(3, 1), .normal(4)]).since(8),
    Sample([.normal(), .normal(2, 3)]).since(8),
    Sample([.special(7, 1), .special(1, 33)]).since(8),
    Sample([.strewn(67), .strewn(5, 67), .strewn(5, 1)]).since(8),
    .refused(.shape, "the shapes do not broadcast", [.normal(2, 3), .normal(2, 4)]).since(8),
    .refused(.shape, "before opset 8 all shapes are the same", [.normal(2, 3), .normal(3)]).before(
      8),
    .refused(.missing, "there is at least one input", []),
  ]

  /// Of reductions: `axes` is an attribute before `opset`, an input from then on.
  static func reduction(axesInputSince opset: Int, _ content: Draw.Content = .normal(1)) -> [Sample]
  {
    func draw(_ shape: Int...) -> Draw { Draw(content, shape) }
    let always: [Sample] = [
      Sample([draw(3, 5)]), Sample([draw(2, 3, 4)], ["keepdims": 0]), Sample([draw(7)]),
      Sample([draw(2, 3, 4)], ["keepdims": 1]), Sample([draw()]),
    ]
    let before: [Sample] = [
      Sample([draw(2, 3, 4)], ["axes": [1]]),
      Sample([draw(2, 3, 4)], ["axes": [0, 2], "keepdims": 0]),
      Sample([draw(3, 300)], ["axes": [1], "keepdims": 0]), Sample([draw(300, 3)], ["axes": [0]]),
      Sample([draw(2, 3, 4)], ["axes": [-1]]).since(11),
      .refused(.range, "an axis is inside the rank", [draw(2, 3)], ["axes": [2]]),
    ]
    let after: [Sample] = [
      Sample([draw(2, 3, 4), .list(1)]), Sample([draw(2, 3, 4), .list(0, 2)], ["keepdims": 0]),
      Sample([draw(3, 300), .list(1).constant], ["keepdims": 0]),
      Sample([draw(300, 3), .list(0).constant]),
      Sample([draw(2, 3, 4, 5), .list(-1, 1).constant]),
      Sample([draw(33, 65, 3), .list(1, 2).constant]),
      Sample([draw(2, 3), .list([], [0])]),
      Sample([draw(2, 3), .list([], [0])], ["noop_with_empty_axes": 1]),
      Sample([draw(2, 3)], ["noop_with_empty_axes": 1]),
      Sample([draw(2, 0, 4), .list(0).constant]),
      Sample([draw(2, 0, 4), .list(1).constant]),
      Sample([draw(5_000), .list(0).constant], ["keepdims": 0]),
      Sample([draw(4, 1, 3), .list(1).constant]),
      Sample([lateSpecials, .list(1).constant], ["keepdims": 0]).types("T", .floats),
      Sample([.strewn(67, 5), .list(0).constant]).types("T", .integers),
      .refused(.range, "an axis is inside the rank", [draw(2, 3), .list(2)]),
      .refused(.range, "an axis is inside the rank", [draw(2, 3), .list(-3)]),
    ]
    return always + before.map { $0.before(opset) } + after.map { $0.since(opset) }
  }

  /// Rows of positive numbers with a NaN, an infinity of either sign, or both, behind a vector's width.
  static let lateSpecials: Draw = {
    let width = 67
    let rows: [[Int: Double]] = [
      [41: .nan], [53: .infinity], [18: -.infinity], [29: .infinity, 60: -.infinity], [:],
    ]
    var numbers: [Double] = []
    for row in rows {
      for k in 0..<width {
        let usual = Double(k * 37 % 11 + 1) / 4
        numbers.append(row[k] ?? usual)
      }
    }
    return Draw(.list(numbers), [rows.count, width])
  }()

  /// Of the places of extremes: ties, NaN, and all numbers different.
  static let extremum: [Sample] = [
    Sample([.normal(3, 5)]), Sample([.distinct(2, 3, 4)], ["axis": 1]),
    Sample([.distinct(2, 3, 4)], ["axis": 2, "keepdims": 0]),
    Sample([.normal(300)]), Sample([.list([1, 3, 3, 2, 3, 1], [6])], ["keepdims": 0]),
    Sample([.special(3, 16)], ["axis": 1]),
    Sample([.distinct(2, 3, 4)], ["axis": -1]).since(11),
    Sample([.normal(3, 65)], ["axis": -2, "keepdims": 0]).since(11),
    Sample([.list([1, 3, 3, 2, 3, 1], [6])], ["select_last_index": 1]).since(12),
    Sample(
      [.list([2, 1, 2, 1, 2, 1], [3, 2])], ["axis": 0, "select_last_index": 1, "keepdims": 0]
    ).since(12),
    Sample([.normal(65_537, 2)], ["axis": 1]).types("T", [.float]),
    Sample([lateSpecials], ["axis": 1]).types("T", .floats), Sample([.strewn(5, 67)], ["axis": 1]),
    Sample([.strewn(67, 5)], ["select_last_index": 1]).since(12),
    .refused(.range, "axis is inside the rank", [.normal(2, 3)], ["axis": 2]),
  ]

  /// Of running sums and products along an axis, which is an input.
  static func cumulation(_ content: Draw.Content) -> [Sample] {
    func draw(_ shape: Int...) -> Draw { Draw(content, shape) }
    return [
      Sample([draw(7), .scalar(0)]), Sample([draw(3, 5), .scalar(1)]),
      Sample([draw(3, 5), .scalar(0)]),
      Sample([draw(3, 5), .scalar(-1).constant], ["exclusive": 1]),
      Sample([draw(3, 5), .scalar(-2).constant], ["reverse": 1]),
      Sample([draw(2, 3, 4), .scalar(1).constant], ["exclusive": 1, "reverse": 1]),
      Sample([draw(300), .list([0], [1]).constant]),
      Sample([draw(0, 3), .scalar(0)]), Sample([draw(3, 0), .scalar(0)]),
      Sample([draw(1), .scalar(0)], ["exclusive": 1]),
      Sample([lateSpecials, .scalar(1)]).types("T", .floats),
      Sample([.strewn(67, 5), .scalar(0)], ["reverse": 1]).types("T", .integers),
      .refused(.range, "axis is inside the rank", [draw(2, 3), .scalar(2)]),
    ]
  }

  /// A tensor of one number, as an attribute.
  static func one(_ number: Double, _ kind: ValueKind?) -> AttributeValue {
    tensor([1], kind, [number])
  }

  /// A tensor of these numbers over and over, as an attribute.
  static func tensor(
    _ shape: Shape, _ kind: ValueKind?, _ numbers: [Double] = [1, 2, 0, 3]
  ) -> AttributeValue {
    .tensor(Tensor(kind?.element ?? .float, shape, repeating: numbers))
  }
}

extension Sample {
  /// The recipes with these attributes as well.
  static func each(_ samples: [Sample], _ attributes: [String: SampleAttribute]) -> [Sample] {
    samples.map { sample in
      var sample = sample
      sample.attributes.merge(attributes) { _, own in own }
      return sample
    }
  }

  /// A recipe of attention with two heads, unless the attributes say another number.
  static func headed(_ inputs: [Draw?], _ attributes: [String: SampleAttribute] = [:]) -> Sample {
    Sample(inputs, ["num_heads": 2].merging(attributes) { $1 })
  }

  static func headedRefusal(
    _ kind: Refusal.Kind, _ clause: String, _ inputs: [Draw?],
    _ attributes: [String: SampleAttribute] = [:]
  ) -> Sample {
    .refused(kind, clause, inputs, ["num_heads": 2].merging(attributes) { $1 })
  }
}
