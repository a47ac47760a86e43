import Graphs
import Tensors
import Testing

@Suite("Features of ai.onnx.ml") struct FeatureTests {
  struct Norm: CustomTestStringConvertible {
    let name: String, expected: [Double]
    var testDescription: String { name }
  }

  @Test(
    "Normalizer divides a row, unless by zero",
    arguments: [
      Norm(name: "MAX", expected: [1, -1.25, 0, 0, 3, 1]),
      Norm(name: "L1", expected: [4.0 / 9, -5.0 / 9, 0, 0, -0.75, -0.25]),
    ])
  func normalizer(norm: Norm) throws {
    let node = try LearningNode("Normalizer", ["norm": .string(norm.name)])
    let y = try node.evaluate(try floats([4, -5, 0, 0, -3, -1], [3, 2]))[0]
    #expect(y.doubles?.map { Float($0) } == norm.expected.map { Float($0) })
  }

  @Test("Normalizer's L2 keeps signs")
  func length() throws {
    let node = try LearningNode("Normalizer", ["norm": .string("L2")])
    #expect(
      try node.evaluate(Tensor(vector: [3, -4] as [Int32]))[0].doubles
        == [0.6, -0.8].map {
          Double(Float($0))
        })
  }

  @Test("Imputer replaces NaN by each feature's value, and leaves the rest")
  func floatGaps() throws {
    let node = try LearningNode(
      "Imputer",
      ["imputed_value_floats": .floats([7, 8]), "replaced_value_float": .float(.nan)])
    #expect(try node.evaluate(try floats([.nan, 1, 2, .nan], [2, 2]))[0].doubles == [7, 1, 2, 8])
    #expect(throws: OperatorError.self) { try node.evaluate(try floats([1, 2, 3], [1, 3])) }
    #expect(throws: OperatorError.self) { try node.evaluate(Tensor(vector: [1, 2] as [Int64])) }
  }

  @Test("Imputer replaces integers by one value, of a type that holds it")
  func integerGaps() throws {
    let node = try LearningNode(
      "Imputer",
      ["imputed_value_int64s": .ints([1 << 40]), "replaced_value_int64": .int(-1)])
    #expect(try node.evaluate(Tensor(vector: [-1, 5] as [Int64]))[0].integers == [1 << 40, 5])
    #expect(throws: OperatorError.self) { try node.evaluate(Tensor(vector: [-1] as [Int32])) }
  }

  @Test("OneHotEncoder finds integer parts; of no category are zeros, or an error")
  func oneHot() throws {
    for zeros in [Int64(1), 0] {
      let node = try LearningNode(
        "OneHotEncoder", ["cats_int64s": .ints([3, 1, -2]), "zeros": .int(zeros)])
      let known = try node.evaluate(try floats([1.9, -2.5], [2]))[0]
      #expect(known.shape == [2, 3] && known.doubles == [0, 1, 0, 0, 0, 1])
      let others = try floats([4, .nan, 1e30], [3])
      guard zeros == 0 else {
        #expect(try node.evaluate(others)[0].doubles == [Double](repeating: 0, count: 9))
        continue
      }
      #expect(throws: OperatorError.mismatch("the element 4.0 is none of the categories")) {
        try node.evaluate(others)
      }
    }
  }

  @Test("OneHotEncoder tells strings by their bytes")
  func oneHotStrings() throws {
    let node = try LearningNode(
      "OneHotEncoder", ["cats_strings": .strings(["\u{e9}", "e\u{301}"])])
    let y = try node.evaluate(Tensor(vector: ["e\u{301}", "\u{e9}", "e"]))[0]
    #expect(y.doubles == [0, 1, 1, 0, 0, 0])
  }

  @Test("FeatureVectorizer cuts and fills up")
  func vectorizer() throws {
    let node = try LearningNode(
      "FeatureVectorizer", ["inputdimensions": .ints([1, 3])], inputs: 2)
    let y = try node.evaluate(
      try Tensor([1, 2, 3, 4] as [Int64], shape: [2, 2]),
      try Tensor([5, 6, 7, 8] as [Int64], shape: [2, 2]))[0]
    #expect(y.shape == [2, 4] && y.doubles == [1, 5, 6, 0, 3, 7, 8, 0])
    #expect(throws: OperatorError.self) {
      try LearningNode("FeatureVectorizer", ["inputdimensions": .ints([-1, 3])], inputs: 2)
    }
  }

  @Test("CategoryMapper maps both ways, and what it does not know to the default")
  func categories() throws {
    let node = try LearningNode(
      "CategoryMapper",
      [
        "cats_strings": .strings(["a", "b"]), "cats_int64s": .ints([4, 5]),
        "default_string": .string("?"),
      ])
    #expect(try node.evaluate(Tensor(vector: ["b", "c"]))[0].integers == [5, -1])
    #expect(try node.evaluate(Tensor(vector: [4, 6] as [Int64]))[0].texts == ["a", "?"])
  }
}
