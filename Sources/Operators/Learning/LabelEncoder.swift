import Graphs
import Tensors

/// Each element replaced by the value that goes with the equal key, or by the default.
///
/// - Edge cases: NaN keys match every NaN; of equal keys the last counts. At opset 1 the keys are a
///   list of strings and their indices, either way round.
///
/// - Source: ONNX-ML LabelEncoder, opsets 1, 2, 4.
struct LabelEncoder: Operator {
  static let classesStrings = AttributeKey<[String]>("classes_strings")
  static let defaultInt64 = AttributeKey<Int>("default_int64")
  static let defaultString = AttributeKey<String>("default_string")
  static let defaultFloat = AttributeKey<Float>("default_float")
  static let keysFloats = AttributeKey<[Float]>("keys_floats")
  static let keysInt64s = AttributeKey<[Int]>("keys_int64s")
  static let keysStrings = AttributeKey<[String]>("keys_strings")
  static let valuesFloats = AttributeKey<[Float]>("values_floats")
  static let valuesInt64s = AttributeKey<[Int]>("values_int64s")
  static let valuesStrings = AttributeKey<[String]>("values_strings")
  static let defaultTensor = AttributeKey<Tensor>("default_tensor")
  static let keysTensor = AttributeKey<Tensor>("keys_tensor")
  static let valuesTensor = AttributeKey<Tensor>("values_tensor")
  static let schema = OperatorSchema(
    "LabelEncoder", domain: "ai.onnx.ml", inputs: [.one("X", "T1")], outputs: [.one("Y", "T2")],
    history: [
      .since(
        1, ["T1": [.int64, .string], "T2": [.int64, .string]],
        attributes: [classesStrings.optional, defaultInt64.or(-1), defaultString.or("_Unused")]),
      .since(
        2, ["T1": [.float, .int64, .string], "T2": [.float, .int64, .string]],
        attributes: [
          defaultFloat.or(-0.0), defaultInt64.or(-1), defaultString.or("_Unused"),
          keysFloats.optional, keysInt64s.optional, keysStrings.optional, valuesFloats.optional,
          valuesInt64s.optional, valuesStrings.optional,
        ]),
      .since(
        4,
        [
          "T1": [.double, .float, .int16, .int32, .int64, .string],
          "T2": [.double, .float, .int16, .int32, .int64, .string],
        ],
        attributes: [
          defaultFloat.or(-0.0), defaultInt64.or(-1), defaultString.or("_Unused"),
          defaultTensor.optional, keysFloats.optional, keysInt64s.optional, keysStrings.optional,
          keysTensor.optional, valuesFloats.optional, valuesInt64s.optional, valuesStrings.optional,
          valuesTensor.optional,
        ]),
    ])
  static let tolerance = Tolerance.exact

  /// Keys with their values; at opset 1 strings with their indices.
  private struct Table: Sendable {
    let keys: Tensor
    let values: Tensor
    let fallback: Tensor
    /// Where each key is; of equal ones the last.
    let places: [Label: Int]

    init(keys: Tensor, values: Tensor, fallback: Tensor) {
      (self.keys, self.values, self.fallback) = (keys, values, fallback)
      places = Dictionary(zip(keys.labels, 0...), uniquingKeysWith: { $1 })
    }
  }
  /// The table that fits an input: at opset 1 there are two.
  private let tables: [Table]

  init(_ node: NodeReader) throws(OperatorError) {
    if let classes = node[ifPresent: Self.classesStrings] {
      let (names, indices) = (
        Tensor(vector: classes), Tensor(vector: (0..<classes.count).map(Int64.init))
      )
      tables = [
        Table(
          keys: names, values: indices,
          fallback: Tensor(scalar: Int64(try node[Self.defaultInt64]))),
        Table(
          keys: indices, values: names, fallback: Tensor(scalar: try node[Self.defaultString])),
      ]
      return
    }
    let keys = Self.list(
      node, Self.keysTensor, Self.keysFloats, Self.keysInt64s, Self.keysStrings)
    let values = Self.list(
      node, Self.valuesTensor, Self.valuesFloats, Self.valuesInt64s, Self.valuesStrings)
    guard let keys, let values, keys.count == values.count else {
      throw .mismatch("keys and values must be given once each, as many of the one as of the other")
    }
    let fallback: Tensor
    if node.gives("values_tensor"), let given = node[ifPresent: Self.defaultTensor] {
      guard given.count == 1, given.dtype == values.dtype else {
        throw .attribute(
          "default_tensor", found: "\(given.count) of \(given.dtype.name)",
          expected: "one \(values.dtype.name)")
      }
      fallback = given
    } else {
      switch values.dtype {
      case .string: fallback = Tensor(scalar: try node[Self.defaultString])
      case .float, .double:
        fallback = try Tensor(scalar: try node[Self.defaultFloat]).cast(to: values.dtype)
      default:
        fallback = try Tensor(scalar: Int64(try node[Self.defaultInt64])).cast(to: values.dtype)
      }
    }
    tables = [Table(keys: keys, values: values, fallback: fallback)]
  }

  /// What one of the attributes gives; `nil` where none does, or more than one.
  private static func list(
    _ node: NodeReader, _ tensor: AttributeKey<Tensor>, _ floats: AttributeKey<[Float]>,
    _ ints: AttributeKey<[Int]>, _ strings: AttributeKey<[String]>
  ) -> Tensor? {
    let given = [
      node[ifPresent: tensor], node[ifPresent: floats].map { Tensor(vector: $0) },
      node[ifPresent: ints].map { Tensor(vector: $0.map(Int64.init)) },
      node[ifPresent: strings].map { Tensor(vector: $0) },
    ].compactMap { $0 }
    let full = given.filter { $0.count > 0 }
    return full.count > 1 ? nil : full.first ?? given.first
  }

  private func table(_ dtype: DType) throws(OperatorError) -> Table {
    guard let table = tables.first(where: { $0.keys.dtype == dtype }) else {
      throw .wrongType(input: 0, found: dtype.name, expected: tables[0].keys.dtype.name)
    }
    return table
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    return [.tensor(TensorType(try table(x.dtype).values.dtype, x.dims))]
  }

  /// Keys of a dictionary and what they find.
  func scratch(_ request: ScratchRequest) -> ByteCount {
    .of(request.count(0), Label.self) + request.list(0)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    let table = try table(x.dtype)
    let sources = x.labels.map { table.places[$0] ?? -1 }
    return [.tensor(table.values.gathering(sources, or: table.fallback, shape: x.shape))]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let dtype = try request.tensor(0).dtype
    let table = try table(dtype)
    let values = table.values.dtype
    if dtype == .string || values == .string { return .host(.byNature("strings")) }
    var places: [UInt64: Int] = [:]
    for (place, bits) in table.keys.words.enumerated() { places[SortKey(dtype).word(bits)] = place }
    let keys = places.keys.sorted()
    let words = table.values.words
    let found = keys.compactMap { places[$0] }.map { words[$0] } + table.fallback.words
    let count = try request.tensor(0).shape.count
    let steps = Int.bitWidth - keys.count.leadingZeroBitCount
    return .dispatches([
      Dispatch(
        "Learning/LabelEncoder.comp", defines: SortKey(dtype).defines,
        bindings: [
          .read("x", .input(0), dtype.carrier), .write("y", .output(0), values.carrier),
        ],
        parameters: [
          .uint("count", count), .uint("known", keys.count), .uint("steps", steps),
          .uints("keys", halves(keys, dtype)), .uints("values", halves(found, values)),
        ], invocations: (count, 1, 1), tripBound: steps)
    ])
  }

  /// The words of elements as a shader's parameters hold them: two of those of 64 bits.
  private func halves(_ words: [UInt64], _ dtype: DType) -> [Int] {
    dtype.byteWidth < 8
      ? words.map { Int($0) } : words.flatMap { [Int($0 & 0xffff_ffff), Int($0 >> 32)] }
  }
}

/// A key of a table: one NaN for all, one zero for both, a string by its bytes.
private enum Label: Hashable, Sendable {
  case text(ByteText)
  case integer(Int)
  case number(Double)
  case nan
}

extension Tensor {
  /// The elements as keys of a dictionary.
  fileprivate var labels: [Label] {
    if case .string(let x) = elements { return x.map { .text(ByteText($0)) } }
    if let integers { return integers.map { .integer($0) } }
    return (doubles ?? []).map { $0.isNaN ? .nan : .number($0) }
  }

  /// The bits of the elements, which are of a type with at most 64.
  fileprivate var words: [UInt64] {
    let width = dtype.byteWidth
    return elements.withBytes { bytes in
      (0..<count).map { i in
        (0..<width).reduce(0) { $0 | UInt64(bytes[i * width + $1]) << UInt64(8 * $1) }
      }
    } ?? []
  }
}

extension LabelEncoder {
  static let samples: [Sample] = opset1 + lists + tables + refusals

  private static let opset1: [Sample] = [
    Sample([.words("b", "a", "x", "c", shape: [2, 2])], ["classes_strings": ["a", "b", "c"]])
      .types("T1", [.string]).types("T2", [.int64]),
    Sample([.words("b", "x")], ["classes_strings": ["a", "b"], "default_int64": -7])
      .types("T1", [.string]).types("T2", [.int64]),
    Sample([.list(2, 0, 3, -1)], ["classes_strings": ["a", "b", "c"], "default_string": "?"])
      .types("T1", [.int64]).types("T2", [.string]),
  ].map { $0.before(2) }

  private typealias Kind = (
    dtype: DType, suffix: String, keys: SampleAttribute, values: SampleAttribute
  )
  private static let kinds: [Kind] = [
    (.string, "strings", ["4", "1", "7"], ["u", "", "É"]),
    (.int64, "int64s", [4, 1, 7], [9, -3, 0]),
    (.float, "floats", [4, 1, 7], [0.5, -0.1, 8]),
  ]

  private static let lists: [Sample] = kinds.flatMap { key in kinds.flatMap { listed(key, $0) } }

  private static func listed(_ key: Kind, _ value: Kind) -> [Sample] {
    let pair = ["keys_\(key.suffix)": key.keys, "values_\(value.suffix)": value.values]
    let fallback: SampleAttribute = value.dtype == .string ? "none" : .int(-5)
    let samples = [
      Sample([.integers(0...8, 3, 7)], pair),
      Sample(
        [.list(4, 5, 7, 1)],
        pair.merging(["default_" + value.suffix.dropLast(): fallback]) { $1 }),
    ]
    return samples.map {
      $0.types("T1", [key.dtype]).types("T2", [value.dtype]).since(2)
    }
  }

  private static let tables: [Sample] = [
    Sample(
      [.integers(0...8, 3, 7)],
      [
        "keys_tensor": .tensor(.list(4, 1, 7).like("T1")),
        "values_tensor": .tensor(.list(9, 3, 0).like("T2")),
        "default_tensor": .tensor(.list(5).like("T2")),
      ]
    ).everyPair.since(4),
    Sample(
      [.list([1, .nan, 2, -0.0, .infinity], [5])],
      [
        "keys_tensor": .tensor(.list(.nan, 0, 1, 1).like("T1")),
        "values_tensor": .tensor(.list(1, 2, 3, 4).like("T2")),
        "default_tensor": .tensor(.list(6).like("T2")),
      ]
    ).types("T1", [.float, .double]).since(4),
    Sample(
      [.normal(0, 3)],
      [
        "keys_tensor": .tensor(.list(4).like("T1")), "values_tensor": .tensor(.list(9).like("T2")),
        "default_tensor": .tensor(.list(5).like("T2")),
      ]
    ).since(4),
  ]

  private static let refusals: [Sample] = [
    Sample.refused(
      .value, "there are as many keys as values", [.list(1)],
      ["keys_int64s": [1, 2], "values_int64s": [1]]),
    Sample.refused(
      .type, "X has the keys' type", [.list(1)],
      ["keys_strings": ["1"], "values_int64s": [1]]),
    Sample.refused(.attribute, "keys are given", [.list(1)], ["values_int64s": [1]]),
    Sample.refused(.attribute, "values are given", [.list(1)], ["keys_int64s": [1]]),
    Sample.refused(
      .attribute, "keys are given once", [.list(1)],
      ["keys_int64s": [1], "keys_strings": ["1"], "values_int64s": [1]]),
  ].map { $0.types("T1", [.int64]).types("T2", [.int64]).since(2) }
}
