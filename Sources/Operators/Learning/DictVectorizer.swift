import Graphs
import Tensors

/// A map's values in the order of a vocabulary, zero or the empty string where it lacks a key.
///
/// - Shapes: Y `[1, vocabulary]`. The text says 1-D; one row is what converters declare and the operators
///   after it take.
/// - Edge cases: a key that the vocabulary lacks is left out, as by scikit-learn, though the text rules it
///   out. Of equal words the last counts.
/// - Throws: `.mismatch` where keys and vocabulary have different types.
/// - Source: ONNX-ML DictVectorizer, opset 1.
struct DictVectorizer: MapOperator {
  static let int64Vocabulary = AttributeKey<[Int]>("int64_vocabulary")
  static let stringVocabulary = AttributeKey<[String]>("string_vocabulary")
  static let schema = OperatorSchema(
    "DictVectorizer", domain: "ai.onnx.ml", inputs: [.one("X", "T1")], outputs: [.one("Y", "T2")],
    history: [
      .since(
        1,
        [
          "T1": .others(
            "map(int64, double)", "map(int64, float)", "map(int64, string)", "map(string, double)",
            "map(string, float)", "map(string, int64)"),
          "T2": [.double, .float, .int64, .string],
        ], attributes: [int64Vocabulary.optional, stringVocabulary.optional])
    ])

  private let words: MapKeys
  private let count: Int

  init(_ node: NodeReader) throws(OperatorError) {
    let integers = node[ifPresent: Self.int64Vocabulary] ?? []
    let strings = node[ifPresent: Self.stringVocabulary] ?? []
    guard integers.isEmpty != strings.isEmpty else {
      throw .mismatch("one of 'int64_vocabulary' and 'string_vocabulary' must be given")
    }
    count = max(integers.count, strings.count)
    words = MapKeys(
      strings.isEmpty ? Tensor(vector: integers.map { Int64($0) }) : Tensor(vector: strings))
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let (key, value) = try inputs.map(0)
    guard key == words.dtype else {
      throw .mismatch("the map's keys are \(key.name), but the vocabulary is \(words.dtype.name)")
    }
    guard let value else { return [.unknown] }
    return [.tensor(TensorType(value, [1, .known(count)]))]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    _ = try infer(inputs.inference)
    let (keys, values) = try inputs.map(0)
    var sources = [Int](repeating: -1, count: count)
    for (place, word) in words.places(of: keys).enumerated() {
      if let word { sources[word] = place }
    }
    return [.tensor(values.gathering(sources, or: .nothing(values.dtype), shape: [1, count]))]
  }
}

extension DictVectorizer {
  static let samples: [Sample] =
    [("double", DType.double), ("float", .float), ("string", .string)].flatMap { name, dtype in
      [
        integers([5, 2, 9], name, dtype, [9, 5, 7, 2]), integers([5], name, dtype, [5]),
        integers([5, 2], name, dtype, [7, 5]),
      ]
    }
    + [("double", DType.double), ("float", .float), ("int64", .int64)].flatMap { name, dtype in
      [
        words(["b", "É", "a"], name, dtype, ["a", "b", "c", "É"]),
        words(["b", "x"], name, dtype, ["a", "b"]),
      ]
    } + [
      .refused(
        .attribute, "there is one vocabulary", [.map([1], words: ["a"], values: [1])],
        ["int64_vocabulary": [1], "string_vocabulary": ["a"]]),
      .refused(
        .attribute, "there is a vocabulary", [.map([1], words: ["a"], values: [1])]),
      .refused(
        .type, "keys and vocabulary have one type", [.map([1], words: ["a"], values: [1])],
        ["string_vocabulary": ["a"]]
      ).types("T1", .others("map(int64, float)")),
    ]

  private static func integers(
    _ keys: [Double], _ name: String, _ dtype: DType, _ vocabulary: [Int64]
  ) -> Sample {
    Sample(
      [.map(keys, words: [], values: keys.map { 0.5 * $0 - 3 })],
      ["int64_vocabulary": .list(vocabulary.map { .int($0) })]
    ).types("T1", .others("map(int64, \(name))")).types("T2", [dtype])
  }

  private static func words(
    _ keys: [String], _ name: String, _ dtype: DType, _ vocabulary: [String]
  ) -> Sample {
    Sample(
      [.map([], words: keys, values: keys.indices.map { Double($0) - 3 })],
      ["string_vocabulary": .list(vocabulary.map { .string($0) })]
    ).types("T1", .others("map(string, \(name))")).types("T2", [dtype])
  }
}
