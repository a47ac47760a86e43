import Graphs
import Tensors
import Testing

@testable import Operators

@Suite("Element-wise operators")
struct ElementwiseTests {
  @Test("align B with A's axes from `axis` on before opset 7, from the right after")
  func legacyBroadcasting() throws {
    let a = try floats([0, 0, 0, 0, 0, 0], [2, 3, 1])
    let b = try floats([1, 2, 3])
    let legacy = try TestNode("Add", opset: 6, ["broadcast": .int(1), "axis": .int(1)], inputs: 2)
    #expect(try legacy.evaluate(a, b).elements(as: Float.self) == [1, 2, 3, 1, 2, 3])
    let modern = try TestNode("Add", opset: 7, inputs: 2)
    #expect(try modern.evaluate(a, b).shape == [2, 3, 3])
  }

  @Test("wrap integers and keep their type")
  func wrapping() throws {
    let add = try TestNode("Add", opset: 14, inputs: 2)
    let sum = try add.evaluate(Tensor(vector: [127 as Int8]), Tensor(vector: [1 as Int8]))
    #expect(sum.integers == [-128])
    let divide = try TestNode("Div", opset: 14, inputs: 2)
    let quotients = try divide.evaluate(
      Tensor(vector: [-7, 5, .min] as [Int32]), Tensor(vector: [2, 0, -1] as [Int32]))
    #expect(quotients.integers == [-3, 0, Int(Int32.min)])
  }

  @Test("let NaN through Max, Min and Clip, and Clip's upper bound win")
  func nanAndBounds() throws {
    let x = try floats([.nan, -1, 5])
    let low = Tensor(scalar: 3 as Float)
    let high = Tensor(scalar: 2 as Float)
    let clipped = try TestNode("Clip", opset: 13, inputs: 3).evaluate(x, low, high)
    #expect(try clipped.elements(as: Float.self).dropFirst().elementsEqual([2, 2]))
    #expect(try clipped.elements(as: Float.self)[0].isNaN)
    let largest = try TestNode("Max", opset: 13, inputs: 2).evaluate(x, try floats([0, .nan, 0]))
    #expect(try largest.elements(as: Float.self).map(\.isNaN) == [true, true, false])
  }

  @Test("give remainders the sign that fmod asks for")
  func remainders() throws {
    let (a, b) = (Tensor(vector: [-4, 7, 5] as [Int32]), Tensor(vector: [3, -3, 0] as [Int32]))
    #expect(try TestNode("Mod", opset: 13, inputs: 2).evaluate(a, b).integers == [2, -2, 0])
    let truncating = try TestNode("Mod", opset: 13, ["fmod": .int(1)], inputs: 2)
    #expect(try truncating.evaluate(a, b).integers == [-1, 1, 0])
  }

  /// X₀ `[300, 500]` holds i, X₁ `[500]` twice i's remainder by 500, X₂ `[300, 1]` the quotient.
  @Test("join any number of large inputs of any shape, from the first to the last")
  func largeInputs() throws {
    let (rows, columns) = (300, 500)
    let first = (0..<rows * columns).map(Float.init)
    let x = [
      try floats(first, [rows, columns]),
      try floats((0..<columns).map { Float(2 * $0) }),
      try floats((0..<rows).map(Float.init), [rows, 1]),
    ]
    func expected(_ f: (Int, Int, Int) -> Int) -> [Double] {
      (0..<rows * columns).map { Double(f($0, 2 * ($0 % columns), $0 / columns)) }
    }
    let sum = try TestNode("Sum", opset: 13, inputs: 3).evaluate(x[0], x[1], x[2])
    #expect(sum.doubles == expected { $0 + $1 + $2 })
    let least = try TestNode("Min", opset: 13, inputs: 3).evaluate(x[0], x[1], x[2])
    #expect(least.doubles == expected { min($0, $1, $2) })
    let product = try TestNode("Mul", opset: 14, inputs: 2).evaluate(x[2], x[1])
    #expect(product.doubles == expected { $1 * $2 })
    let mean = try TestNode("Mean", opset: 13, inputs: 1).evaluate(x[0])
    #expect(mean.doubles == expected { i, _, _ in i })
    let negative = try TestNode("Neg", opset: 13).evaluate(x[0])
    #expect(negative.doubles == expected { i, _, _ in -i }.map { $0 == 0 ? -0.0 : $0 })
  }

  @Test("name the shapes that do not broadcast, and the input of another type")
  func variadicErrors() throws {
    let sum = try TestNode("Sum", opset: 13, inputs: 3)
    let (a, b) = (try floats([1, 2], [2, 1]), try floats([1, 2, 3]))
    #expect(throws: OperatorError.broadcast([2, 3], [4])) {
      try sum.evaluate(a, b, try floats([1, 2, 3, 4]))
    }
    #expect(throws: OperatorError.wrongType(input: 2, found: "double", expected: "float")) {
      try sum.evaluate(a, b, Tensor(vector: [1 as Double]))
    }
  }

  @Test("infer symbolic extents")
  func inference() throws {
    let add = try TestNode("Add", opset: 14, inputs: 2)
    let a = TensorType(.float, [.symbol("N"), 3])
    #expect(try add.infer(a, TensorType(.float, [1, 3])).dims == [.symbol("N"), 3])
    #expect(try add.infer(a, TensorType(.float, [.symbol("M"), 1])).dims == [.unknown, 3])
    #expect(throws: OperatorError.self) { try add.infer(a, TensorType(.float, [4])) }
  }
}

@Suite("Reductions")
struct ReductionTests {
  @Test(
    "take axes from the attribute before their opset, from the input after", arguments: [11, 13])
  func axes(opset: Int) throws {
    let x = Tensor(vector: [1, 2, 3, 4, 5, 6] as [Int32])
    let matrix = try x.reshaped(to: [2, 3])
    let sum = try TestNode(
      "ReduceSum", opset: opset, opset < 13 ? ["axes": .ints([-1])] : [:],
      inputs: opset < 13 ? 1 : 2)
    let axes = Tensor(vector: [-1 as Int64])
    let y = opset < 13 ? try sum.evaluate(matrix) : try sum.evaluate(matrix, axes)
    #expect(y.shape == [2, 1] && y.integers == [6, 15])
  }

  @Test("of nothing give their neutral element")
  func empty() throws {
    let nothing = try floats([], [2, 0])
    let axis = Tensor(vector: [1 as Int64])
    let expected: [(String, Float)] = [
      ("ReduceSum", 0), ("ReduceProd", 1), ("ReduceMax", -.infinity), ("ReduceMin", .infinity),
      ("ReduceLogSumExp", -.infinity), ("ReduceL2", 0),
    ]
    for (name, value) in expected {
      let y = try TestNode(name, opset: 18, inputs: 2).evaluate(nothing, axis)
      #expect(try y.elements(as: Float.self) == [value, value], "\(name)")
    }
  }

  @Test("keep the input where no axes mean no work")
  func noop() throws {
    let x = try floats([1, 2], [1, 2])
    let keep = try TestNode("ReduceSum", opset: 13, ["noop_with_empty_axes": .int(1)])
    #expect(try keep.evaluate(x).elements(as: Float.self) == [1, 2])
  }
}

@Suite("Cast")
struct CastTests {
  @Test("reads and writes numerals, infinities and NaN as text")
  func text() throws {
    let toFloat = try TestNode("Cast", opset: 13, ["to": .int(1)])
    let numbers = try toFloat.evaluate(Tensor(vector: ["3.5", "-1e-2", "+inf", "-INF", "NaN"]))
    let values = try numbers.elements(as: Float.self)
    #expect(values.prefix(4).elementsEqual([3.5, -0.01, .infinity, -.infinity]) && values[4].isNaN)
    let toText = try TestNode("Cast", opset: 13, ["to": .int(8)])
    #expect(try toText.evaluate(try floats([0.1, 2])).elements(as: String.self) == ["0.1", "2.0"])
    #expect(throws: OperatorError.self) { try toFloat.evaluate(Tensor(vector: ["Hello"])) }
  }

  @Test("drops an integer's high bits and a float's fraction")
  func integers() throws {
    let toInt8 = try TestNode("Cast", opset: 13, ["to": .int(3)])
    #expect(try toInt8.evaluate(Tensor(vector: [200 as Int16])).integers == [-56])
    #expect(try toInt8.evaluate(try floats([-1.9, 1.9])).integers == [-1, 1])
    let toInt32 = try TestNode("Cast", opset: 13, ["to": .int(6)])
    #expect(
      try toInt32.evaluate(try floats([1e20, -.infinity, .nan])).integers
        == [Int(Int32.max), Int(Int32.min), 0])
  }
}
