import Graphs
import Tensors

/// A value that the model file gives: a tensor, a sparse tensor made dense, a number or a string,
/// or a list of them.
///
/// - Throws: `.mismatch` unless exactly one attribute is given.
/// - Source: ONNX Constant, opsets 1, 9, 11, 12, 13, 19, 21, 23, 24, 25.
struct Constant: Operator {
  static let value = AttributeKey<Tensor>("value")
  static let sparseValue = AttributeKey<SparseTensor>("sparse_value")
  static let valueFloat = AttributeKey<Float>("value_float")
  static let valueFloats = AttributeKey<[Float]>("value_floats")
  static let valueInt = AttributeKey<Int>("value_int")
  static let valueInts = AttributeKey<[Int]>("value_ints")
  static let valueString = AttributeKey<String>("value_string")
  static let valueStrings = AttributeKey<[String]>("value_strings")
  static let schema = OperatorSchema(
    "Constant", inputs: [], outputs: [.one("output", "T")],
    history: [
      .since(
        1, ["T": .ieeeFloats],
        attributes: [value.required]),
      .since(
        9, ["T": .classic],
        attributes: [value.required]),
      .since(
        11, ["T": .classic],
        attributes: [sparseValue.optional, value.optional]),
      .since(
        12, ["T": .classic],
        attributes: [
          sparseValue.optional, value.optional, valueFloat.optional, valueFloats.optional,
          valueInt.optional, valueInts.optional, valueString.optional, valueStrings.optional,
        ]),
      .since(
        13, ["T": .classicAndBFloat16],
        attributes: [
          sparseValue.optional, value.optional, valueFloat.optional, valueFloats.optional,
          valueInt.optional, valueInts.optional, valueString.optional, valueStrings.optional,
        ]),
      .since(
        19, ["T": .ir9],
        attributes: [
          sparseValue.optional, value.optional, valueFloat.optional, valueFloats.optional,
          valueInt.optional, valueInts.optional, valueString.optional, valueStrings.optional,
        ]),
      .since(
        21, ["T": .ir10],
        attributes: [
          sparseValue.optional, value.optional, valueFloat.optional, valueFloats.optional,
          valueInt.optional, valueInts.optional, valueString.optional, valueStrings.optional,
        ]),
      .since(
        23, ["T": .ir11],
        attributes: [
          sparseValue.optional, value.optional, valueFloat.optional, valueFloats.optional,
          valueInt.optional, valueInts.optional, valueString.optional, valueStrings.optional,
        ]),
      .since(
        24, ["T": .ir12],
        attributes: [
          sparseValue.optional, value.optional, valueFloat.optional, valueFloats.optional,
          valueInt.optional, valueInts.optional, valueString.optional, valueStrings.optional,
        ]),
      .since(
        25, ["T": .ir13],
        attributes: [
          sparseValue.optional, value.optional, valueFloat.optional, valueFloats.optional,
          valueInt.optional, valueInts.optional, valueString.optional, valueStrings.optional,
        ]),
    ])
  static let samples: [Sample] = [
    Sample([], ["value": .made { Samples.tensor([2, 3], $0["T"]) }]),
    Sample([], ["value": .made { Samples.tensor([], $0["T"]) }]),
    Sample([], ["value": .made { Samples.tensor([0, 3], $0["T"]) }]),
    Sample([], ["value_float": 1.5]).since(12).types("T", [.float]),
    Sample([], ["value_floats": [1.5, -2]]).since(12).types("T", [.float]),
    Sample([], ["value_int": 5]).since(12).types("T", [.int64]),
    Sample([], ["value_ints": [5, -6, 7]]).since(12).types("T", [.int64]),
    Sample([], ["value_string": "a b"]).since(12).types("T", [.string]),
    Sample([], ["value_strings": ["a", ""]]).since(12).types("T", [.string]),
    .refused(.attribute, "there is one of the values", []),
    .refused(
      .attribute, "there is only one of the values", [], ["value_int": 5, "value_float": 1.5]
    ).since(12).types("T", [.float]),
  ]
  static let tolerance = Tolerance.exact

  let tensor: Tensor

  init(_ node: NodeReader) throws(OperatorError) {
    var given: [Tensor] = []
    if let value = node[ifPresent: Self.value] { given.append(value) }
    if let value = node[ifPresent: Self.sparseValue] { given.append(try value.dense()) }
    if let value = node[ifPresent: Self.valueFloat] { given.append(Tensor(scalar: value)) }
    if let value = node[ifPresent: Self.valueFloats] { given.append(Tensor(vector: value)) }
    if let value = node[ifPresent: Self.valueInt] { given.append(Tensor(scalar: Int64(value))) }
    if let value = node[ifPresent: Self.valueInts] {
      given.append(Tensor(vector: value.map { Int64($0) }))
    }
    if let value = node[ifPresent: Self.valueString] { given.append(Tensor(scalar: value)) }
    if let value = node[ifPresent: Self.valueStrings] { given.append(Tensor(vector: value)) }
    guard given.count == 1 else {
      throw .mismatch("\(given.count) value attributes are given, expected 1")
    }
    tensor = given[0]
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    [.tensor(TensorType(tensor))]
  }

  /// Where a sparse tensor's elements lie.
  func scratch(_ request: ScratchRequest) -> ByteCount { request.table() }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] { [.tensor(tensor)] }

  func knownOutputs(_ inputs: Inference) throws(OperatorError) -> [Value]? { [.tensor(tensor)] }
}

extension SparseTensor {
  /// The tensor with the elements that are not stored, too.
  ///
  /// - Throws: `.index` for a stored element outside of the shape, `.mismatch` where indices and
  ///   values do not pair up.
  func dense() throws(OperatorError) -> Tensor {
    let count = try TensorType(values.dtype, shape).extent().count
    guard let entries = indices.integers else {
      throw .mismatch("the indices of a sparse tensor are \(indices.dtype.name), expected int64")
    }
    let perElement = indices.rank == 2 ? shape.rank : 1
    guard entries.count == values.count * perElement else {
      throw .mismatch(
        "\(entries.count) indices do not place \(values.count) values in shape \(shape)")
    }
    var sources = [Int](repeating: -1, count: count)
    let strides = perElement == shape.rank && indices.rank == 2 ? shape.strides : [1]
    let extents = indices.rank == 2 ? shape.dims : [count]
    for element in 0..<values.count {
      var offset = 0
      for axis in 0..<perElement {
        let index = entries[element * perElement + axis]
        guard (0..<extents[axis]).contains(index) else {
          throw .index(index, extent: extents[axis])
        }
        offset += index * strides[axis]
      }
      sources[offset] = element
    }
    return values.gathering(sources, or: try .zero(values.dtype), shape: shape)
  }
}
