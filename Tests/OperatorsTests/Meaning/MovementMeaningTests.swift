import Graphs
import Tensors
import Testing

@testable import Operators

@Suite("What movements mean") struct MovementMeaningTests {
  static func rows() throws -> [Meaning] {
    let four = try Value.floats(1, 2, 3, 4, shape: [1, 4, 1, 1])
    let square = try Value.floats(1, 2, 3, 4, shape: [1, 1, 2, 2])
    return [
      Meaning("DepthToSpace", 13, ["blocksize": .int(2)], of: four, is: square),
      Meaning("SpaceToDepth", 13, ["blocksize": .int(2)], of: square, is: four),
      // Channels 0…7 of one pixel: DCR takes the block's place from the outer channels, CRD from the inner.
      Meaning(
        "DepthToSpace", 13, ["blocksize": .int(2)],
        of: try .floats(0, 1, 2, 3, 4, 5, 6, 7, shape: [1, 8, 1, 1]),
        is: try .floats(0, 2, 4, 6, 1, 3, 5, 7, shape: [1, 2, 2, 2])),
      Meaning(
        "DepthToSpace", 13, ["blocksize": .int(2), "mode": .string("CRD")],
        of: try .floats(0, 1, 2, 3, 4, 5, 6, 7, shape: [1, 8, 1, 1]),
        is: try .floats(0, 1, 2, 3, 4, 5, 6, 7, shape: [1, 2, 2, 2])),
      // Five cropped to two lose one before and two after; two padded to five gain one and two.
      Meaning(
        "CenterCropPad", 18, of: try .floats(1, 2, 3, 4, 5), try .ints(2), is: try .floats(2, 3)),
      Meaning(
        "CenterCropPad", 18, of: try .floats(1, 2), try .ints(5), is: try .floats(0, 1, 2, 0, 0)),
      Meaning(
        "CenterCropPad", 18, ["axes": .ints([-1])], of: try .floats(1, 2, 3, 4, shape: [2, 2]),
        try .ints(1), is: try .floats(1, 3, shape: [2, 1])),
      Meaning(
        "Upsample", 9, of: square, try .floats(1, 1, 1, 2),
        is: try .floats(1, 1, 2, 2, 3, 3, 4, 4, shape: [1, 1, 2, 4])),
      Meaning(
        "Upsample", 9, ["mode": .string("linear")], of: try .floats(0, 2, shape: [1, 1, 2]),
        try .floats(1, 1, 2), is: try .floats(0, 1, 2, 2, shape: [1, 1, 4])),
      Meaning(
        "Scatter", 9, of: try .floats(1, 2, 3), try .ints(2, -3), try .floats(7, 8),
        is: try .floats(8, 2, 7)),
      Meaning(
        "CumSum", 14, of: try .floats(1, 2, 4), .scalar(0 as Int32), is: try .floats(1, 3, 7)),
      Meaning(
        "CumSum", 14, ["exclusive": .int(1), "reverse": .int(1)], of: try .floats(1, 2, 4),
        .scalar(-1 as Int32), is: try .floats(6, 4, 0)),
      Meaning(
        "CumProd", 26, of: try .floats(2, 3, 5), .scalar(0 as Int32), is: try .floats(2, 6, 30)),
      Meaning(
        "CumProd", 26, ["exclusive": .int(1)], of: try .ints(2, 3, 5), .scalar(0 as Int32),
        is: try .ints(1, 2, 6)),
      // Two pixels aligned lie at -1 and 1; by their outer edges at -1/2 and 1/2. x comes first.
      Meaning(
        "AffineGrid", 20, ["align_corners": .int(1)],
        of: try .floats(1, 0, 0, 0, 1, 10, shape: [1, 2, 3]), try .ints(1, 1, 1, 2),
        is: try .floats(-1, 9, 1, 9, shape: [1, 1, 2, 2])),
      Meaning(
        "AffineGrid", 20, of: try .floats(2, 0, 0, 0, 1, 10, shape: [1, 2, 3]),
        try .ints(1, 1, 1, 2), is: try .floats(-1, 10, 1, 10, shape: [1, 1, 2, 2])),
    ]
  }

  @Test("holds", arguments: try rows())
  func holds(row: Meaning) throws { try row.check() }
}
