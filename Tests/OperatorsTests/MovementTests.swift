import Graphs
import Tensors
import Testing

@testable import Operators

@Suite("Movement") struct MovementTests {
  /// 0, 1, 2 …
  static func counting(_ shape: Shape) throws -> Tensor {
    try Tensor((0..<shape.count).map { Int64($0) }, shape: shape)
  }

  static func integers(_ values: Int...) -> Tensor { Tensor(vector: values.map { Int64($0) }) }

  @Test("Slice clamps the least integer and walks backwards to the first element")
  func sliceBackwards() throws {
    let y = try TestNode("Slice", opset: 13, inputs: 5).evaluate(
      Self.counting([5]), Self.integers(-1), Self.integers(.min), Self.integers(0),
      Self.integers(-2))
    #expect(y.integers == [4, 2, 0])
  }

  @Test("Slice takes its lists from attributes before opset 10")
  func sliceAttributes() throws {
    let node = try TestNode(
      "Slice", opset: 9, ["starts": .ints([-2]), "ends": .ints([.max]), "axes": .ints([1])])
    #expect(try node.evaluate(Self.counting([2, 3])).integers == [1, 2, 4, 5])
  }

  @Test("Slice refuses a step of 0")
  func sliceStep() throws {
    let node = try TestNode("Slice", opset: 13, inputs: 5)
    #expect(throws: OperatorError.mismatch("a slice has a step of 0")) {
      try node.evaluate(
        Self.counting([5]), Self.integers(0), Self.integers(5), Self.integers(0),
        Self.integers(0))
    }
  }

  @Test("Slice keeps a symbolic extent that it does not cut")
  func sliceSymbol() throws {
    let y = try TestNode("Slice", opset: 13, inputs: 4).infer(
      TensorType(.float, [.symbol("N"), 8]), TensorType(.int64, [1]), TensorType(.int64, [1]),
      TensorType(.int64, [1]),
      known: [
        nil, .tensor(Self.integers(2)), .tensor(Self.integers(-1)), .tensor(Self.integers(1)),
      ])
    #expect(y.dims == [.symbol("N"), 5])
  }

  struct Reshaped: CustomTestStringConvertible {
    let asked: [Int64], allowsZero: Int64, input: Shape, expected: Shape?
    var testDescription: String { "\(input) to \(asked), allowzero \(allowsZero)" }
  }

  @Test(
    "Reshape copies zeros, fills one hole and counts",
    arguments: [
      Reshaped(asked: [0, -1], allowsZero: 0, input: [2, 3, 4], expected: [2, 12]),
      Reshaped(asked: [0, 3], allowsZero: 1, input: [3, 0], expected: [0, 3]),
      Reshaped(asked: [3, -1], allowsZero: 0, input: [3, 0], expected: [3, 0]),
      Reshaped(asked: [0, -1], allowsZero: 1, input: [3, 0], expected: nil),
      Reshaped(asked: [-1, -1], allowsZero: 0, input: [4], expected: nil),
      Reshaped(asked: [5], allowsZero: 0, input: [4], expected: nil),
      Reshaped(asked: [1 << 62, 4], allowsZero: 0, input: [4], expected: nil),
      Reshaped(asked: [2, -2], allowsZero: 0, input: [4], expected: nil),
    ])
  func reshape(row: Reshaped) throws {
    let node = try TestNode(
      "Reshape", opset: 14, ["allowzero": .int(row.allowsZero)], inputs: 2)
    let x = try Self.counting(row.input)
    let y = try? node.evaluate(x, Tensor(vector: row.asked))
    #expect(y?.shape == row.expected)
  }

  @Test("Split shares out the rest since opset 18, and refuses it before")
  func splitUnevenly() throws {
    let x = try Self.counting([7])
    let new = try TestNode("Split", opset: 18, ["num_outputs": .int(3)], outputs: 3)
    let parts = try new.operation.evaluate(Evaluation(values: [.tensor(x)]))
    #expect(parts.map { $0?.tensor?.count } == [3, 3, 1])
    let old = try TestNode("Split", opset: 13, outputs: 3)
    #expect(throws: OperatorError.self) { try old.evaluate(x) }
  }

  @Test("Pad crops where a pad is negative, in every mode")
  func padNegative() throws {
    let x = try Self.counting([5])
    for (mode, expected) in [
      ("constant", [1, 2, 3, 4, 0, 0]), ("edge", [1, 2, 3, 4, 4, 4]),
      ("reflect", [1, 2, 3, 4, 3, 2]), ("wrap", [1, 2, 3, 4, 1, 2]),
    ] {
      let node = try TestNode("Pad", opset: 19, ["mode": .string(mode)], inputs: 2)
      #expect(try node.evaluate(x, Self.integers(-1, 2)).integers == expected, "\(mode)")
    }
  }

  @Test("Pad fills strings with empty ones and repeats beyond one period")
  func padFurther() throws {
    let text = try TestNode("Pad", opset: 13, inputs: 2)
      .evaluate(Tensor(vector: ["a"]), Self.integers(1, 0))
    #expect(try Array(text.elements(as: String.self)) == ["", "a"])
    let far = try TestNode("Pad", opset: 18, ["mode": .string("reflect")], inputs: 2)
      .evaluate(try Self.counting([3]), Self.integers(5, 0))
    #expect(far.integers == [1, 0, 1, 2, 1, 0, 1, 2])
  }

  @Test("Tile repeats one axis before opset 6")
  func tileOneAxis() throws {
    let y = try TestNode("Tile", opset: 1, inputs: 3)
      .evaluate(floats([1, 2], [1, 2]), Tensor(scalar: Float(2)), Tensor(scalar: Float(0)))
    #expect(y.shape == [2, 2])
    #expect(y.doubles == [1, 2, 1, 2])
  }

  @Test("an output that cannot be is an error, not an allocation")
  func tooLarge() throws {
    let filled = try TestNode("ConstantOfShape", opset: 9)
    func refusal(_ shape: Shape) -> OperatorError {
      .tooLarge(TensorType(.float, shape), most: 1 << 33)
    }
    #expect(throws: refusal([-1])) { try filled.evaluate(Self.integers(-1)) }
    #expect(throws: refusal([1 << 40, 1 << 40])) {
      try filled.evaluate(Self.integers(1 << 40, 1 << 40))
    }
    #expect(
      refusal([-1]).description == "a tensor of float[-1] can't be made: an extent is 0 or more")
  }

  @Test("an extent that no number holds is named by what makes it")
  func uncountable() throws {
    let range = try TestNode("Range", opset: 11, inputs: 3)
    let endless = #expect(throws: OperatorError.self) {
      try range.evaluate(
        Tensor(scalar: Int64.min), Tensor(scalar: Int64.max), Tensor(scalar: Int64(1)))
    }
    #expect(
      endless?.description
        == "a tensor of int64[18446744073709551615] does not fit into memory: 8589934592 elements "
        + "are the most that one has here")
    let tile = try TestNode("Tile", opset: 13, inputs: 2)
    let repeated = #expect(throws: OperatorError.self) {
      try tile.evaluate(try Self.counting([3]), Self.integers(1 << 62))
    }
    #expect(
      repeated?.description
        == "a tensor of int64[4611686018427387904 · 3] does not fit into memory: 8589934592 elements "
        + "are the most that one has here")
  }

  @Test("Transpose of every order agrees with the formula, tiles or not")
  func transpose() throws {
    let shape: Shape = [3, 17, 2, 19]
    let x = try Self.counting(shape)
    for order in [[0, 3, 1, 2], [3, 2, 1, 0], [1, 0, 3, 2], [2, 3, 0, 1], [0, 1, 3, 2]] {
      let y = try TestNode("Transpose", opset: 13, ["perm": .ints(order.map { Int64($0) })])
        .evaluate(x)
      let strides = order.map { shape.strides[$0] }
      #expect(y.integers == Shape(order.map { shape[$0] }).offsets(strides: strides))
    }
  }

  @Test("Resize takes the nearest above where it shrinks, in opset 10")
  func resizeOfOpset10() throws {
    let x = try floats([1, 2, 3, 4, 5, 6, 7, 8], [1, 1, 2, 4])
    let y = try TestNode("Resize", opset: 10, inputs: 2).evaluate(x, floats([1, 1, 0.6, 0.6]))
    #expect(y.shape == [1, 1, 1, 2])
    #expect(y.doubles == [1, 3])
  }

  /// `(x + 1/2) · 7/9 - 1/2` is 3 at x = 4, although 7/9 has no binary form.
  @Test("Resize to a size takes the element that lies exactly there")
  func resizeRatio() throws {
    let attributes: [String: AttributeValue] = ["nearest_mode": .string("floor")]
    let y = try TestNode("Resize", opset: 13, attributes, inputs: 4)
      .evaluate(floats([0, 1, 2, 3, 4, 5, 6]), nil, nil, Tensor(vector: [Int64(9)]))
    #expect(y.doubles == [0, 0, 1, 2, 3, 3, 4, 5, 6])
  }

  @Test("Resize rounds integers to the nearest, ties to even, and keeps them inside the type")
  func resizeIntegers() throws {
    let x = try Tensor([0, 1, 255] as [UInt8], shape: [3])
    let attributes: [String: AttributeValue] = [
      "mode": .string("linear"), "coordinate_transformation_mode": .string("asymmetric"),
    ]
    let y = try TestNode("Resize", opset: 13, attributes, inputs: 3)
      .evaluate(x, nil, floats([2]))
    #expect(y.integers == [0, 0, 1, 128, 255, 255])
  }

  @Test("BitCast keeps bits, sign-extends four of them and refuses another width")
  func bitCast() throws {
    let ones = try TestNode("BitCast", opset: 26, ["to": .int(Int64(DType.int4.rawValue))])
      .evaluate(Tensor(vector: [UInt4(narrowing: 15), UInt4(narrowing: 7)]))
    #expect(ones.integers == [-1, 7])
    let float = try TestNode("BitCast", opset: 26, ["to": .int(Int64(DType.float.rawValue))])
    #expect(try float.evaluate(Tensor(vector: [Int32(0x3f80_0000)])).doubles == [1])
    #expect(throws: OperatorError.self) { try float.evaluate(Tensor(vector: [Int64(0)])) }
  }

  /// 1.2 and 0.4 as float32 are 1.2000000477 and 0.4000000060: their quotient is 3.00000007.
  @Test("Range counts by the values as stored")
  func rangeCount() throws {
    let node = try TestNode("Range", opset: 11, inputs: 3)
    let y = try node.evaluate(
      Tensor(scalar: Float(0)), Tensor(scalar: Float(1.2)), Tensor(scalar: Float(0.4)))
    #expect(y.shape == [4])
  }
}
