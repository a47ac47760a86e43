import Graphs
import Tensors
import Testing

@testable import Operators

@Suite("What sums, windows and training steps mean") struct NumericMeaningTests {
  static func rows() throws -> [Meaning] {
    try normalizations() + windows() + steps()
  }

  private static func normalizations() throws -> [Meaning] {
    [
      // Means 2 and 5, deviations 1.
      Meaning(
        "GroupNormalization", 21, ["num_groups": .int(2), "epsilon": .float(0)],
        of: try .floats(1, 3, 4, 6, shape: [1, 4, 1]), try .floats(1, 1, 2, 2),
        try .floats(0, 0, 0, 1), is: try .floats(-1, 1, -2, 3, shape: [1, 4, 1])),
      // √((9 + 16) / 2) = 3.5355339.
      Meaning(
        "RMSNormalization", 23, ["epsilon": .float(0)], of: try .floats(3, 4, shape: [1, 2]),
        try .floats(1, 10), is: try .floats(3 / 3.5355339, 40 / 3.5355339, shape: [1, 2])),
      // Channel 0 sees 1 and 2, channel 1 all three, channel 2 sees 2 and 3; beta 1 divides by
      // 1 + 3 / 3 · S.
      Meaning(
        "LRN", 13, ["size": .int(3), "alpha": .float(3), "beta": .float(1)],
        of: try .floats(1, 2, 3, shape: [1, 3, 1]),
        is: try .floats(1.0 / 6, 2.0 / 15, 3.0 / 14, shape: [1, 3, 1])),
      Meaning(
        "ReduceL1", 18, ["keepdims": .int(0)], of: try .floats(1, -2, 3), is: .scalar(6 as Float)),
      Meaning(
        "ReduceLogSum", 18, of: try .floats(1, 1, shape: [1, 2]), try .ints(1),
        is: try .floats(0.6931472, shape: [1, 1])),
      Meaning("Det", 22, of: try .floats(1, 2, 3, 4, shape: [2, 2]), is: .scalar(-2 as Float)),
      Meaning(
        "Det", 22, of: try .floats(0, 1, 1, 0, 2, 0, 0, 2, shape: [2, 2, 2]),
        is: try .floats(-1, 4)),
    ]
  }

  private static func windows() throws -> [Meaning] {
    let size = Value.scalar(4 as Int64)
    return [
      // cos of 0, 90, 180 and 270 degrees.
      Meaning("HannWindow", 17, of: size, is: try .floats(0, 0.5, 1, 0.5)),
      // 25 / 46 and 21 / 46.
      Meaning(
        "HammingWindow", 17, of: size, is: try .floats(4.0 / 46, 25.0 / 46, 1, 25.0 / 46)),
      Meaning("BlackmanWindow", 17, of: size, is: try .floats(0, 0.34, 1, 0.34)),
      Meaning(
        "HannWindow", 17, ["periodic": .int(0)], of: .scalar(3 as Int64), is: try .floats(0, 1, 0)),
      Meaning(
        "LpPool", 22, ["kernel_shape": .ints([2])], of: try .floats(3, -4, 0, shape: [1, 1, 3]),
        is: try .floats(5, 4, shape: [1, 1, 2])),
      // Offsets of half a row between 1 and 3, weighed by a half, plus a bias of 10.
      Meaning(
        "DeformConv", 22, of: try .floats(1, 3, shape: [1, 1, 2, 1]),
        try .floats(2, shape: [1, 1, 1, 1]), try .floats(0.5, 0, 0, 0, shape: [1, 2, 2, 1]),
        try .floats(10), try .floats(0.5, 1, shape: [1, 1, 2, 1]),
        is: try .floats(12, 16, shape: [1, 1, 2, 1])),
      // (4 · 3 + 2) · 0.5 · 2 / 4 = 3.5, which goes to the even 4, plus the zero point.
      Meaning(
        "QLinearConv", 10, of: try .bytes(5, shape: [1, 1, 1]), .scalar(0.5 as Float),
        .scalar(1 as UInt8), try .bytes(4, shape: [1, 1, 1]), .scalar(2 as Float),
        .scalar(1 as UInt8), .scalar(4 as Float), .scalar(10 as UInt8),
        .tensor(Tensor(vector: [2 as Int32])), is: try .bytes(14, shape: [1, 1, 1])),
      // (3 · 2 + 1 · 4) · 1 = 10, halved.
      Meaning(
        "QLinearMatMul", 10, of: try .bytes(4, 2, shape: [1, 2]), .scalar(1 as Float),
        .scalar(1 as UInt8), try .bytes(2, 4, shape: [2, 1]), .scalar(1 as Float),
        .scalar(0 as UInt8), .scalar(2 as Float), .scalar(3 as UInt8),
        is: try .bytes(8, shape: [1, 1])),
      // Corners at thirds of mel(8000) = 2840: 0, 921 and 3056 Hz, which are the bins ⌊17 f / 16000⌋ = 0, 0
      // and 3 of 16. The text counts one third more than there are corners.
      Meaning(
        "MelWeightMatrix", 17, of: .scalar(1 as Int64), .scalar(16 as Int64),
        .scalar(16000 as Int64), .scalar(0 as Float), .scalar(8000 as Float),
        is: try .floats(1, 2.0 / 3, 1.0 / 3, 0, 0, 0, 0, 0, 0, shape: [9, 1])),
    ]
  }

  private static func steps() throws -> [Meaning] {
    [
      // g = 2, H = 5 + 4 = 9, X = 1 - 0.5 · 2 / 3.
      Meaning(
        "Adagrad", 1, ["epsilon": .float(0)], of: .scalar(0.5 as Float), .scalar(0 as Int64),
        try .floats(1), try .floats(2), try .floats(5), is: try .floats(2.0 / 3), try .floats(9)),
      // At step 1 beta counts: V = 0.5 · 4 + 0.25 · 2 = 2.5, X = 1 - 0.1 · 2.5.
      Meaning(
        "Momentum", 1,
        [
          "alpha": .float(0.5), "beta": .float(0.25), "mode": .string("standard"),
          "norm_coefficient": .float(0),
        ], of: .scalar(0.1 as Float), .scalar(1 as Int64), try .floats(1), try .floats(2),
        try .floats(4), is: try .floats(0.75), try .floats(2.5)),
      // Nesterov steps by g + α V = 2 + 0.5 · 2.5.
      Meaning(
        "Momentum", 1,
        [
          "alpha": .float(0.5), "beta": .float(0.25), "mode": .string("nesterov"),
          "norm_coefficient": .float(0),
        ], of: .scalar(0.1 as Float), .scalar(1 as Int64), try .floats(1), try .floats(2),
        try .floats(4), is: try .floats(0.675), try .floats(2.5)),
    ]
  }

  @Test("holds", arguments: try rows())
  func holds(row: Meaning) throws { try row.check() }

  @Test("RandomUniform fills its shape from low up to high, and a seed decides the numbers")
  func uniform() throws {
    let attributes: [String: AttributeValue] = [
      "low": .float(2), "high": .float(3), "shape": .ints([4, 500]), "seed": .float(7),
    ]
    let node = try TestNode("RandomUniform", opset: 22, attributes, inputs: 0)
    let values = try #require(try node.evaluate().doubles)
    #expect(values.count == 2000 && values.allSatisfy { (2..<3).contains($0) })
    // Five deviations of the mean of 2000 numbers of variance 1 / 12.
    #expect(abs(values.reduce(0, +) / 2000 - 2.5) < 0.033)
    #expect(try values == node.evaluate().doubles)
  }
}
