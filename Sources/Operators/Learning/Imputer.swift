import Graphs
import Tensors

/// Elements that equal one value replaced by their feature's: NaN equals NaN.
///
/// - Shapes: X and Y `[…, F]`; the imputed values are F, or one for every feature.
/// - Types: floats take `imputed_value_floats` and `replaced_value_float`, integers the others.
/// - Throws: `.mismatch` where the values for X's type are absent, are not as many as features, or do
///   not fit X's type.
/// - Source: ONNX-ML Imputer, opset 1.
struct Imputer: Operator {
  static let imputedValueFloats = AttributeKey<[Float]>("imputed_value_floats")
  static let imputedValueInt64s = AttributeKey<[Int]>("imputed_value_int64s")
  static let replacedValueFloat = AttributeKey<Float>("replaced_value_float")
  static let replacedValueInt64 = AttributeKey<Int>("replaced_value_int64")
  static let schema = OperatorSchema(
    "Imputer", domain: "ai.onnx.ml", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(
        1, ["T": [.double, .float, .int32, .int64]],
        attributes: [
          imputedValueFloats.optional, imputedValueInt64s.optional, replacedValueFloat.or(0.0),
          replacedValueInt64.or(0),
        ])
    ])
  static let tolerance = Tolerance.exact

  private let floats: [Float]
  private let integers: [Int]
  private let gap: (float: Float, integer: Int)

  init(_ node: NodeReader) throws(OperatorError) {
    floats = node[ifPresent: Self.imputedValueFloats] ?? []
    integers = node[ifPresent: Self.imputedValueInt64s] ?? []
    gap = (try node[Self.replacedValueFloat], try node[Self.replacedValueInt64])
  }

  private func check(_ dtype: DType, _ features: Int?) throws(OperatorError) {
    let count = dtype.isInteger ? integers.count : floats.count
    guard count > 0 else {
      throw .mismatch(
        "X is of \(dtype.name), but there are no "
          + (dtype.isInteger ? "'imputed_value_int64s'" : "'imputed_value_floats'"))
    }
    if let features, count != 1, count != features {
      throw .mismatch("X has \(features) features, but there are values for \(count)")
    }
    guard dtype == .int32, let odd = integers.first(where: { Int32(exactly: $0) == nil }) else {
      return
    }
    throw .mismatch("the imputed value \(odd) does not fit int32")
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    try check(x.dtype, x.dims.flatMap { $0.isEmpty ? 1 : $0.last?.value })
    return [.tensor(x)]
  }

  func scratch(_ request: ScratchRequest) -> ByteCount { .zero }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    try check(x.dtype, x.shape.dims.last ?? 1)
    switch x.elements {
    case .float(let values):
      return [try .tensor(filled(values, gap: gap.float, floats), x.shape)]
    case .double(let values):
      return [
        try .tensor(filled(values, gap: Double(gap.float), floats.map { Double($0) }), x.shape)
      ]
    case .int32(let values):
      let fillers = integers.map { Int32(truncatingIfNeeded: $0) }
      guard let gap = Int32(exactly: gap.integer) else { return [.tensor(x)] }
      return [try .tensor(filled(values, gap: gap, fillers), x.shape)]
    case .int64(let values):
      return [
        try .tensor(
          filled(values, gap: Int64(gap.integer), integers.map { Int64($0) }), x.shape)
      ]
    default:
      throw .wrongType(input: 0, found: x.dtype.name, expected: "float, double, int32 or int64")
    }
  }

  private func filled<T: Equatable & BitwiseCopyable & Sendable>(
    _ x: Buffer<T>, gap: T, _ fillers: [T]
  ) -> Buffer<T> {
    // Only what is unequal to itself is a NaN.
    let isNaN = gap != gap
    return Buffer(count: x.count) { y in
      var feature = 0
      for i in 0..<x.count {
        let value = x[i]
        y[i] = value == gap || (isNaN && value != value) ? fillers[feature] : value
        feature = feature + 1 == fillers.count ? 0 : feature + 1
      }
    }
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    try check(dtype, shape.dims.last ?? 1)
    if dtype == .int32, Int32(exactly: gap.integer) == nil { return .views([0]) }
    func words(_ values: [Float]) -> [Int] { ScoreType(dtype).words(values.map { Double($0) }) }
    func words(_ values: [Int]) -> [Int] {
      dtype == .int64
        ? values.map { Int64($0) }.words
        : values.map { Int(UInt32(bitPattern: Int32(truncatingIfNeeded: $0))) }
    }
    let isInteger = dtype.isInteger
    return .dispatches([
      Dispatch(
        "Learning/Imputer.comp",
        bindings: [.read("x", .input(0), dtype), .write("y", .output(0), dtype)],
        parameters: [
          .uint("count", shape.count), .uint("features", isInteger ? integers.count : floats.count),
          .uints("gap", isInteger ? words([gap.integer]) : words([gap.float])),
          .uints("fillers", isInteger ? words(integers) : words(floats)),
        ], invocations: (shape.count, 1, 1), localSize: [256, 1, 1])
    ])
  }
}

extension Imputer {
  static let samples: [Sample] =
    [
      Sample(
        [.list([1, .nan, 3, .nan, 5, 0], [2, 3])],
        ["imputed_value_floats": [9, 8, 7], "replaced_value_float": .float(.nan)]),
      Sample(
        [.list([1, -1, 3, -1, 5, 0], [2, 3])],
        ["imputed_value_floats": [0.1], "replaced_value_float": -1.0]),
      Sample([.list([0, 1, 0, -0.0], [4])], ["imputed_value_floats": [1.5, 2, 2.5, 3]]),
      Sample([.special(2, 33)], ["imputed_value_floats": [4], "replaced_value_float": 1.0]),
      Sample([.normal(0, 3)], ["imputed_value_floats": [4]]),
      .refused(
        .value, "the values are one or one a feature", [.normal(2, 3)],
        ["imputed_value_floats": [1, 2]]),
      .refused(.value, "floats take float values", [.normal(2, 3)], ["imputed_value_int64s": [1]]),
      .refused(.missing, "there are imputed values", [.normal(2, 3)]),
    ].map { $0.types("T", [.float, .double]) }
    + [
      Sample(
        [.list([1, -1, 3, -1, 5, 0], [2, 3])],
        ["imputed_value_int64s": [9, 8, 7], "replaced_value_int64": -1]),
      Sample([.integers(-1...1, 5, 17)], ["imputed_value_int64s": [33]]),
      Sample([.special(1, 9)], ["imputed_value_int64s": [4], "replaced_value_int64": 1]),
      .refused(
        .value, "integers take integer values", [.normal(2, 3)], ["imputed_value_floats": [1]]),
    ].map { $0.types("T", [.int32, .int64]) } + [
      .refused(
        .value, "imputed values fit X's type", [.normal(2, 3)],
        ["imputed_value_int64s": [4_294_967_296]]
      ).types("T", [.int32])
    ]
}
