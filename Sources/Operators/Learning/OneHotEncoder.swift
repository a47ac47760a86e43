import Graphs
import Tensors

/// A one at each element's category, zeros elsewhere: `Y[…, k] = X[…] is category k`.
///
/// - Shapes: X `[…]`, Y `[…, categories]`.
/// - Types: floats become integers towards zero first; Y is float32.
/// - Edge cases: of equal categories the last counts.
/// - Throws: `.mismatch` for an element of no category where `zeros` is 0, or categories of another
///   type.
/// - Source: ONNX-ML OneHotEncoder, opset 1.
struct OneHotEncoder: Operator {
  static let catsInt64s = AttributeKey<[Int]>("cats_int64s")
  static let catsStrings = AttributeKey<[String]>("cats_strings")
  static let zeros = AttributeKey<Int>("zeros")
  static let schema = OperatorSchema(
    "OneHotEncoder", domain: "ai.onnx.ml", inputs: [.one("X", "T")],
    outputs: [.one("Y", "tensor(float)")],
    history: [
      .since(
        1, ["T": [.double, .float, .int32, .int64, .string]],
        attributes: [catsInt64s.optional, catsStrings.optional, zeros.or(1)])
    ])
  static let tolerance = Tolerance.exact

  private let integers: [Int]
  private let placesOfIntegers: [Int: Int]
  private let placesOfStrings: [ByteText: Int]
  private let count: Int
  private let forgives: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    integers = node[ifPresent: Self.catsInt64s] ?? []
    let strings = node[ifPresent: Self.catsStrings] ?? []
    guard integers.isEmpty != strings.isEmpty else {
      throw .mismatch("one of 'cats_int64s' and 'cats_strings' must be given")
    }
    count = max(integers.count, strings.count)
    placesOfIntegers = Dictionary(zip(integers, 0...), uniquingKeysWith: { $1 })
    placesOfStrings = Dictionary(zip(strings.map { ByteText($0) }, 0...), uniquingKeysWith: { $1 })
    forgives = try node[Self.zeros] != 0
  }

  private func check(_ dtype: DType) throws(OperatorError) {
    guard (dtype == .string) == integers.isEmpty else {
      throw .wrongType(
        input: 0, found: dtype.name, expected: integers.isEmpty ? "string" : "a number type")
    }
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    try check(x.dtype)
    return [try TensorType(.float, x.dims.map { $0 + [.known(count)] }).checked()]
  }

  func scratch(_ request: ScratchRequest) -> ByteCount {
    request.wideCopies + request.list(0) * 2
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    guard let shape = try infer(inputs.inference)[0].tensor?.shape else {
      throw .unknownValue(input: 0)
    }
    let places = try places(inputs)
    return [
      try .tensor(
        Buffer<Float>(count: shape.count) { out in
          out.initialize(repeating: 0)
          for (i, place) in places.enumerated() where place >= 0 { out[i * count + place] = 1 }
        }, shape)
    ]
  }

  /// The category of each element; -1 of none.
  private func places(_ inputs: Evaluation) throws(OperatorError) -> [Int] {
    if integers.isEmpty {
      let x = try inputs.strings(0)
      return try found(x, { placesOfStrings[ByteText($0)] }, { "'\($0)'" })
    }
    switch try inputs.wide(0) {
    case .float(let x): return try found(x, { place(Double($0)) }, { "\($0)" })
    case .double(let x): return try found(x, { place($0) }, { "\(Float($0))" })
    case .int(let x): return try found(x, { placesOfIntegers[Int($0)] }, { "\(Float($0))" })
    case .uint:
      throw .wrongType(input: 0, found: "unsigned", expected: "a float or signed integer type")
    }
  }

  private func place(_ x: Double) -> Int? {
    guard x >= -0x1p63, x < 0x1p63 else { return nil }
    return placesOfIntegers[Int(x)]
  }

  private func found<T: Sendable>(
    _ x: Buffer<T>, _ place: (T) -> Int?, _ text: (T) -> String
  ) throws(OperatorError) -> [Int] {
    var places: [Int] = []
    places.reserveCapacity(x.count)
    for value in x {
      let own = place(value)
      guard forgives || own != nil else {
        throw .mismatch(Self.refusal.before + text(value) + Self.refusal.after)
      }
      places.append(own ?? -1)
    }
    return places
  }

  private static let refusal = (before: "the element ", after: " is none of the categories")

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    try check(dtype)
    guard dtype != .string else { return .host(.byNature("strings")) }
    guard count <= request.device.tripBudget else {
      return .host(.device("\(count) steps in one invocation"))
    }
    if let reason = ScoreType(dtype).lacks(request.device) { return .host(reason) }
    let total = shape.count * count
    var bindings: [Binding] = [.read("x", .input(0), dtype), .write("y", .output(0), .float)]
    if !forgives {
      bindings.append(
        .fault(.number(before: Self.refusal.before, after: Self.refusal.after)))
    }
    return .dispatches([
      Dispatch(
        "Learning/OneHotEncoder.comp", defines: ["FORGIVES": forgives ? "1" : "0"],
        bindings: bindings,
        parameters: [
          .uint("count", total), .uint("classes", count),
          .uints("categories", integers.map { Int64($0) }.words),
          .uints("owners", integers.map { placesOfIntegers[$0] ?? 0 }),
        ], invocations: (total, 1, 1), localSize: [256, 1, 1], tripBound: count)
    ])
  }
}

extension OneHotEncoder {
  static let samples: [Sample] =
    [
      Sample([.list(4, 1, 9, 3)], ["cats_int64s": [1, 3, 4]]),
      Sample([.integers(0...5, 2, 3)], ["cats_int64s": [0, 1, 2, 3, 4, 5], "zeros": 0]),
      Sample([.integers(0...5, 2, 0, 3)], ["cats_int64s": [0, 1], "zeros": 1]),
      Sample([.scalar(1)], ["cats_int64s": [0, 1]]),
      Sample([.integers(0...99, 65)], ["cats_int64s": .list((0..<100).map { .int($0) })]),
      .refused(
        .value, "without zeros each element has a category", [.list(4, 1)],
        ["cats_int64s": [1], "zeros": 0]),
      .refused(.attribute, "there are categories", [.list(4, 1)]),
      .refused(
        .attribute, "categories are of one type", [.list(4, 1)],
        ["cats_int64s": [1], "cats_strings": ["1"]]),
    ].map { $0.types("T", [.double, .float, .int32, .int64]) }
    + [
      Sample([.list(0.5, 1.9, -0.9, 2)], ["cats_int64s": [0, 1, 2]]).types("T", [.float, .double]),
      Sample([.words("b", "x", "É", shape: [1, 3])], ["cats_strings": ["a", "b", "É"]])
        .types("T", [.string]),
      .refused(
        .value, "without zeros each element has a category", [.words("x")],
        ["cats_strings": ["a"], "zeros": 0]
      )
      .types("T", [.string]),
    ]
}
