import Graphs
import Tensors

/// A tensor of equal elements, whose shape is an attribute, an input's or what an input says.
///
/// - Shapes: `shape`; or that of the input, or with `input_as_shape` its elements, then `extra_shape`.
/// - Types: `dtype`, float by default.
/// - Throws: `.attribute` where shape and input are both given, or neither.
/// - Source: the experimental ConstantFill of ONNX 1.2, opset 1.
struct ConstantFill: Composite {
  static let value = AttributeKey<Float>("value")
  static let dtype = AttributeKey<Int>("dtype")
  static let shape = AttributeKey<[Int]>("shape")
  static let extraShape = AttributeKey<[Int]>("extra_shape")
  static let inputAsShape = AttributeKey<Int>("input_as_shape")
  private static let types: TypeSet = [.float, .int32, .int64, .bool]
  static let schema = OperatorSchema(
    "ConstantFill", inputs: [.optional("input", "T1")], outputs: [.one("output", "T2")],
    history: [
      .experimental(
        ["T1": types, "T2": types],
        attributes: [
          dtype.or(1), extraShape.optional, inputAsShape.optional, shape.optional, value.or(0),
        ])
    ])
  static let tolerance = Tolerance.exact

  private let value: Float
  private let dtype: DType
  private let shape: [Int]?
  private let extra: [Int]
  private let takesShape: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    value = try node[Self.value]
    shape = node[ifPresent: Self.shape]
    extra = node[ifPresent: Self.extraShape] ?? []
    takesShape = node[ifPresent: Self.inputAsShape] ?? 0 != 0
    let code = try node[Self.dtype]
    guard let dtype = DType(rawValue: Int32(truncatingIfNeeded: code)),
      Self.types.contains(.tensor(dtype))
    else { throw .attribute("dtype", found: "\(code)", expected: "float, int32, int64 or bool") }
    self.dtype = dtype
    guard (shape == nil) == (node.inputCount > 0), ((shape ?? []) + extra).allSatisfy({ $0 >= 0 })
    else {
      throw .attribute(
        "shape", found: "\(shape ?? []) and \(node.inputCount) inputs",
        expected: "extents from 0 on, or an input instead")
    }
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let more = extra.map { Dimension.known($0) }
    if let shape {
      return [try TensorType(dtype, shape.map { .known($0) }).checked()]
    }
    let input = try inputs.tensor(0)
    guard takesShape else {
      return [try TensorType(dtype, input.dims.map { $0 + more }).checked()]
    }
    if let extents = inputs.knownIntegers(0) {
      guard extents.allSatisfy({ $0 >= 0 }) else {
        throw .mismatch("the input asks for extents \(extents)")
      }
      return [try TensorType(dtype, extents.map { .known($0) } + more).checked()]
    }
    guard let length = input.dims?.first?.value, length <= 64 else {
      return [.tensor(TensorType(dtype, nil))]
    }
    return [.tensor(TensorType(dtype, Array(repeating: .unknown, count: length) + more))]
  }

  func composition(_ inputs: Inference, wanted: [Bool]) throws(OperatorError) -> Graph {
    var builder = GraphBuilder("ConstantFill", opset: TermWriter.opset)
    let fill = try Tensor(vector: [value]).cast(to: dtype)
    let attributes: [String: AttributeValue] = ["value": .tensor(fill)]
    func extents(_ values: [Int]) -> Tensor { Tensor(vector: values.map(Int64.init)) }
    var dims: ValueID
    if let shape {
      dims = builder.constant(extents(shape))
    } else {
      let input = builder.input()
      dims =
        takesShape
        ? try builder.apply("Cast", input, attributes: ["to": .int(7)])
        : try builder.apply("Shape", input)
      dims = try builder.apply(
        "Concat", dims, builder.constant(extents(extra)), attributes: ["axis": .int(0)])
    }
    return builder.composed(try builder.apply("ConstantOfShape", dims, attributes: attributes))
  }
}

extension ConstantFill {
  private static func with(
    _ inputs: [Draw], _ attributes: [String: SampleAttribute]
  ) -> Sample {
    Sample(inputs, ["dtype": .type(of: "T2")].merging(attributes) { $1 })
  }

  static let samples: [Sample] = [
    with([], ["shape": [3, 5], "value": 2.5]), with([], ["shape": [2, 0]]),
    with([], ["shape": [1], "value": -1.0]),
    with([.normal(3, 5)], ["value": 1.0]),
    with([.list(2, 3)], ["input_as_shape": 1, "value": 3.0]).types("T1", [.int64]),
    with([.list(2, 3)], ["input_as_shape": 1, "extra_shape": [4]]).types("T1", [.int64]),
    with([.normal(3)], ["extra_shape": [4, 2], "value": 1.0]),
    Sample([], ["shape": [7]]).types("T2", [.float]),
    .refused(.attribute, "shape or an input is given", []),
    .refused(.attribute, "shape and an input are not both given", [.normal(3)], ["shape": [3]]),
  ]
}
