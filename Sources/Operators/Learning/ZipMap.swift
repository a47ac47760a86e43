import Graphs
import Tensors

/// A map a row, from the keys to the row's elements.
///
/// - Shapes: X `[N, C]`, or `[C]` as one row; Z has N maps of C keys.
/// - Throws: `.mismatch` where rows do not have an element for each key.
/// - Source: ONNX-ML ZipMap, opset 1.
struct ZipMap: MapOperator {
  static let classlabelsInt64s = AttributeKey<[Int]>("classlabels_int64s")
  static let schema = OperatorSchema(
    "ZipMap", domain: "ai.onnx.ml", inputs: [.one("X", "tensor(float)")], outputs: [.one("Z", "T")],
    history: [
      .since(
        1, ["T": .others("seq(map(int64, float))", "seq(map(string, float))")],
        attributes: [classlabelsInt64s.optional, ClassLabels.strings.optional])
    ])

  private let keys: ClassLabels

  init(_ node: NodeReader) throws(OperatorError) {
    keys = try ClassLabels(node, integers: Self.classlabelsInt64s)
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    if let features = try inputs.rows(0)?.features.value, features != keys.count {
      throw .mismatch("X has \(features) columns, but there are \(keys.count) keys")
    }
    return [.sequence(.map(key: keys.dtype, value: .tensor(TensorType(.float, nil))))]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    _ = try infer(inputs.inference)
    let x = try inputs.tensor(0)
    guard case .float(let values) = x.elements else {
      throw .wrongType(input: 0, found: x.dtype.name, expected: "float")
    }
    let count = keys.count
    let maps = (0..<x.shape.rowCount).map { row in
      Value.map(
        MapValue(
          keys: keys.tensor,
          values: .tensor(Tensor(vector: Array(values[row * count..<(row + 1) * count])))))
    }
    return [.sequence(maps, of: .map(key: keys.dtype, value: .tensor(.float)))]
  }
}

extension ZipMap {
  static let samples: [Sample] = [
    integers([.normal(4, 3)], [7, 0, -2]), integers([.normal(3)], [7, 0, -2]),
    integers([.special(1, 33)], Array(0..<33)), integers([.normal(0, 2)], [1, 2]),
    words([.normal(4, 3)]), words([.normal(3)]),
    .refused(.shape, "a row has an element a key", [.normal(4, 2)], ["classlabels_int64s": [1]])
      .types("T", .others("seq(map(int64, float))")),
    .refused(.attribute, "there are keys", [.normal(4, 2)])
      .types("T", .others("seq(map(int64, float))")),
    .refused(
      .attribute, "keys are of one type", [.normal(4, 1)],
      ["classlabels_int64s": [1], "classlabels_strings": ["a"]]
    ).types("T", .others("seq(map(int64, float))")),
  ]

  private static func integers(_ inputs: [Draw], _ keys: [Int64]) -> Sample {
    Sample(inputs, ["classlabels_int64s": .list(keys.map { .int($0) })])
      .types("T", .others("seq(map(int64, float))"))
  }

  private static func words(_ inputs: [Draw]) -> Sample {
    Sample(inputs, ["classlabels_strings": ["b", "a", "É"]])
      .types("T", .others("seq(map(string, float))"))
  }
}
