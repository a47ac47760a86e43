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
