import Graphs
import Tensors
import Testing

@testable import Operators

@Suite("What logical operators mean") struct LogicalMeaningTests {
  static func rows() throws -> [Meaning] {
    let (a, b) = (try Value.bytes(0b1100, 255), try Value.bytes(0b1010, 1))
    let flags = (Value.bools(false, false, true, true), Value.bools(false, true, false, true))
    let numbers = (try Value.floats(1, 2, .nan), try Value.floats(2, 2, 2))
    return [
      Meaning("BitwiseAnd", 18, of: a, b, is: try .bytes(0b1000, 1)),
      Meaning("BitwiseOr", 18, of: a, b, is: try .bytes(0b1110, 255)),
      Meaning("BitwiseXor", 18, of: a, b, is: try .bytes(0b0110, 254)),
      Meaning("BitwiseNot", 18, of: a, is: try .bytes(0b1111_0011, 0)),
      Meaning("BitwiseNot", 18, of: try .ints(0, -1), is: try .ints(-1, 0)),
      Meaning(
        "BitShift", 11, ["direction": .string("LEFT")], of: try .bytes(0b1100_0001, 1),
        try .bytes(1, 8), is: try .bytes(0b1000_0010, 0)),
      Meaning(
        "BitShift", 28, ["direction": .string("RIGHT")], of: try .ints(-5, 5, -1),
        try .ints(1, 1, 64), is: try .ints(-3, 2, -1)),
      Meaning("Or", 7, of: flags.0, flags.1, is: .bools(false, true, true, true)),
      Meaning("And", 7, of: flags.0, flags.1, is: .bools(false, false, false, true)),
      Meaning("Xor", 7, of: flags.0, flags.1, is: .bools(false, true, true, false)),
      Meaning("Not", 1, of: flags.0, is: .bools(true, true, false, false)),
      Meaning("GreaterOrEqual", 16, of: numbers.0, numbers.1, is: .bools(false, true, false)),
      Meaning("LessOrEqual", 16, of: numbers.0, numbers.1, is: .bools(true, true, false)),
      Meaning("IsNaN", 20, of: numbers.0, is: .bools(false, false, true)),
      Meaning(
        "IsInf", 20, of: try .floats(.infinity, -.infinity, .nan, 3.4e38),
        is: .bools(true, true, false, false)),
      Meaning(
        "IsInf", 10, ["detect_negative": .int(0)], of: try .floats(.infinity, -.infinity),
        is: .bools(true, false)),
      Meaning(
        "Size", 21, of: try .floats(1, 2, 3, 4, 5, 6, shape: [2, 3]), is: .scalar(6 as Int64)),
      Meaning("Size", 21, of: .scalar(1 as Float), is: .scalar(1 as Int64)),
      Meaning(
        "Binarizer", 1, ["threshold": .float(1)], of: try .floats(1, 1.5, -2),
        is: try .floats(0, 1, 0)),
    ]
  }

  @Test("holds", arguments: try rows())
  func holds(row: Meaning) throws { try row.check() }
}
