import Graphs
import Tensors

/// Strings as the integers that go with them, or integers as strings; others as the default.
///
/// - Edge cases: of equal keys the last counts.
/// - Throws: `.mismatch` where there are not as many strings as integers.
/// - Source: ONNX-ML CategoryMapper, opset 1. Both defaults have a value, so the input's type says which
///   way to map.
struct CategoryMapper: TextOperator {
  static let catsInt64s = AttributeKey<[Int]>("cats_int64s")
  static let catsStrings = AttributeKey<[String]>("cats_strings")
  static let defaultInt64 = AttributeKey<Int>("default_int64")
  static let defaultString = AttributeKey<String>("default_string")
  static let schema = OperatorSchema(
    "CategoryMapper", domain: "ai.onnx.ml", inputs: [.one("X", "T1")], outputs: [.one("Y", "T2")],
    history: [
      .since(
        1, ["T1": [.int64, .string], "T2": [.int64, .string]],
        attributes: [
          catsInt64s.optional, catsStrings.optional, defaultInt64.or(-1),
          defaultString.or("_Unused"),
        ])
    ])

  private let integers: [ByteText: Int64]
  private let strings: [Int64: String]
  private let fallback: (integer: Int64, string: String)

  init(_ node: NodeReader) throws(OperatorError) {
    let integers = (node[ifPresent: Self.catsInt64s] ?? []).map { Int64($0) }
    let strings = node[ifPresent: Self.catsStrings] ?? []
    guard integers.count == strings.count else {
      throw .mismatch(
        "'cats_int64s' has \(integers.count) elements, but 'cats_strings' \(strings.count)")
    }
    self.integers = Dictionary(
      zip(strings.map { ByteText($0) }, integers), uniquingKeysWith: { $1 })
    self.strings = Dictionary(zip(integers, strings), uniquingKeysWith: { $1 })
    fallback = (Int64(try node[Self.defaultInt64]), try node[Self.defaultString])
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    return [.tensor(TensorType(x.dtype == .string ? .int64 : .string, x.dims))]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    switch x.elements {
    case .string(let values):
      return [
        try .tensor(Buffer(values.map { integers[ByteText($0)] ?? fallback.integer }), x.shape)
      ]
    case .int64(let values):
      return [try .tensor(Buffer(values.map { strings[$0] ?? fallback.string }), x.shape)]
    default: throw .wrongType(input: 0, found: x.dtype.name, expected: "int64 or string")
    }
  }
}

extension CategoryMapper {
  private static let lists: [String: SampleAttribute] = [
    "cats_strings": ["a", "b", "É", ""], "cats_int64s": [3, 1, 4, 0],
  ]

  static let samples: [Sample] = [
    words([.words("b", "a", "x", "É", "", shape: [5])], lists),
    words([.words("b", "a", "x", shape: [1, 3])], lists.merging(["default_int64": -7]) { $1 }),
    words([.words("b", shape: [])], lists), words([.words("b", shape: [0, 2])], lists),
    numbers([.list(4, 1, 9, 3)], lists),
    numbers([.integers(0...5, 3, 17)], lists.merging(["default_string": "?"]) { $1 }),
    words([.words("a")], ["cats_strings": ["a", "b", "a"], "cats_int64s": [1, 2, 3]]),
    .refused(
      .value, "there are as many strings as integers", [.words("a")],
      ["cats_strings": ["a", "b"], "cats_int64s": [1]]
    ).types("T1", [.string]).types("T2", [.int64]),
    .refused(
      .missing, "cats_strings are required", [.words("a")], ["cats_int64s": [1]]
    ).types("T1", [.string]).types("T2", [.int64]),
  ]

  private static func words(
    _ inputs: [Draw], _ attributes: [String: SampleAttribute]
  ) -> Sample {
    Sample(inputs, attributes).types("T1", [.string]).types("T2", [.int64])
  }

  private static func numbers(
    _ inputs: [Draw], _ attributes: [String: SampleAttribute]
  ) -> Sample {
    Sample(inputs, attributes).types("T1", [.int64]).types("T2", [.string])
  }
}
