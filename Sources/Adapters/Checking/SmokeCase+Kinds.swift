internal import ModelFiles

extension SmokeCase {
  /// Every kind of value that is no plain tensor.
  static let kinds: [SmokeCase] = [
    noUTF8, noStrings, sequenceIn, sequenceOut, emptySequence, optionalIn, noOptional, optionalOut,
    mapIn, mapOut, sparse,
  ]

  private static let x = WireValue.floats([2], [1, 2])
  private static let y = WireValue.floats([2], [3, 4])
  private static let floats = "tensor(float)"
  private static let one = WireValue.tensor(type: "int64", shape: [], [1, 0, 0, 0, 0, 0, 0, 0])

  private static var noUTF8: SmokeCase {
    let strings = WireValue.strings(shape: [2], [[0xff, 0xfe], [0x61]])
    return SmokeCase("strings, no UTF-8", "Identity", inputs: [strings], expected: [strings])
  }

  private static var noStrings: SmokeCase {
    let strings = WireValue.strings(shape: [0], [])
    return SmokeCase("strings, none", "Identity", inputs: [strings], expected: [strings])
  }

  private static var sequenceIn: SmokeCase {
    SmokeCase(
      "sequence in", "SequenceAt", since: 11, inputs: [.sequence(element: floats, [x, y]), one],
      expected: [y])
  }

  private static var sequenceOut: SmokeCase {
    SmokeCase(
      "sequence out", "SequenceConstruct", since: 11, inputs: [x, y],
      expected: [.sequence(element: floats, [x, y])])
  }

  private static var emptySequence: SmokeCase {
    SmokeCase(
      "sequence, empty", "SequenceInsert", since: 11, inputs: [.sequence(element: floats, []), x],
      expected: [.sequence(element: floats, [x])])
  }

  private static var optionalIn: SmokeCase {
    SmokeCase(
      "optional in", "OptionalGetElement", since: 15, inputs: [.optional(element: floats, x)],
      expected: [x])
  }

  private static var noOptional: SmokeCase {
    SmokeCase(
      "optional, absent", "OptionalHasElement", since: 15,
      inputs: [.optional(element: floats, nil)],
      expected: [.tensor(type: "bool", shape: [], [0])])
  }

  private static var optionalOut: SmokeCase {
    SmokeCase(
      "optional out", "Optional", since: 15, inputs: [x], expected: [.optional(element: floats, x)])
  }

  /// A name that is missing in the map gives 0.
  private static var mapIn: SmokeCase {
    let map = WireValue.map(keys: .texts([2], ["a", "c"]), values: x)
    var found = SmokeCase(
      "map in", "DictVectorizer", domain: "ai.onnx.ml", inputs: [map],
      expected: [.floats([1, 3], [1, 0, 2])])
    found.model.attributes = [
      AttributeProto("string_vocabulary", .strings(["a", "b", "c"].map { Array($0.utf8) }))
    ]
    return found
  }

  private static var mapOut: SmokeCase {
    let keys = WireValue.tensor(
      type: "int64", shape: [2], ElementBits.bytes([5, 6], "int64") ?? [])
    var found = SmokeCase(
      "map out", "ZipMap", domain: "ai.onnx.ml", inputs: [.floats([1, 2], [1, 2])],
      expected: [.sequence(element: "map(int64,tensor(float))", [.map(keys: keys, values: x)])])
    found.model.attributes = [AttributeProto("classlabels_int64s", .ints([5, 6]))]
    return found
  }

  /// No operator of the standard takes one: a model hands it on.
  private static var sparse: SmokeCase {
    let indices = WireValue.tensor(
      type: "int64", shape: [2], ElementBits.bytes([1, 5], "int64") ?? [])
    let value = WireValue.sparse(shape: [2, 3], indices: indices, values: x)
    return SmokeCase("sparse", nil, inputs: [value], expected: [value])
  }
}
