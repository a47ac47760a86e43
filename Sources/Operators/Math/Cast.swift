import Graphs
import Tensors

/// `Y = X` in another element type.
///
/// - Edge cases: a float out of an integer's range, which the standard leaves open, gives the
///   nearest end, NaN gives 0; an integer out of an integer's range keeps its low bits.
///
/// - Source: ONNX Cast, opsets 1, 6, 9, 13, 19, 21, 23, 24, 25, 28.
struct Cast: Operator {
  static let to = AttributeKey<Int>("to")
  /// At opset 1 the type's name, such as `FLOAT`.
  static let toName = AttributeKey<String>("to")
  static let saturate = AttributeKey<Int>("saturate")
  static let roundMode = AttributeKey<String>("round_mode")
  static let schema = OperatorSchema(
    "Cast", inputs: [.one("input", "T1")], outputs: [.one("output", "T2")],
    history: [
      .since(
        1, ["T1": .classicNumbers + [.bool], "T2": .classicNumbers + [.bool]],
        attributes: [toName.required]),
      .since(
        6, ["T1": .classicNumbers + [.bool], "T2": .classicNumbers + [.bool]],
        attributes: [to.required]),
      .since(
        9, ["T1": .classicNumbers + [.bool, .string], "T2": .classicNumbers + [.bool, .string]],
        attributes: [to.required]),
      .since(
        13, ["T1": .numbers + [.bool, .string], "T2": .numbers + [.bool, .string]],
        attributes: [to.required]),
      .since(
        19, ["T1": .ir9 - [.complex128, .complex64], "T2": .ir9 - [.complex128, .complex64]],
        attributes: [saturate.or(1), to.required]),
      .since(
        21, ["T1": .ir10 - [.complex128, .complex64], "T2": .ir10 - [.complex128, .complex64]],
        attributes: [saturate.or(1), to.required]),
      .since(
        23, ["T1": .ir11 - [.complex128, .complex64], "T2": .ir11 - [.complex128, .complex64]],
        attributes: [saturate.or(1), to.required]),
      .since(
        24, ["T1": .ir12 - [.complex128, .complex64], "T2": .ir12 - [.complex128, .complex64]],
        attributes: [roundMode.or("up"), saturate.or(1), to.required]),
      .since(
        25, ["T1": .ir13 - [.complex128, .complex64], "T2": .ir13 - [.complex128, .complex64]],
        attributes: [roundMode.or("up"), saturate.or(1), to.required]),
      .since(
        28,
        [
          "T1": .numbers + .float8 + [
            .bool, .float4e2m1, .float6e2m3, .float6e3m2, .float8e8m0, .int2, .int4, .string,
            .uint2, .uint4,
          ],
          "T2": .numbers + .float8 + [
            .bool, .float4e2m1, .float6e2m3, .float6e3m2, .float8e8m0, .int2, .int4, .string,
            .uint2, .uint4,
          ],
        ],
        attributes: [roundMode.or("up"), saturate.or(1), to.required]),
    ])
  /// Types of at most four bits, which few whole numbers fit.
  private static let small: TypeSet = [.int4, .uint4, .int2, .uint2, .float4e2m1]
  private static let signed: TypeSet =
    .floats + .signedIntegers + .float8 + [.int4, .float4e2m1, .string]
  static let samples: [Sample] = [
    Sample([.uniform(0...100, 3, 5)], ["to": .type(of: "T2")]).types("T2", .ir13 - small).everyPair,
    Sample([.uniform(0...1.4, 17)], ["to": .type(of: "T2")]).types("T2", small).everyPair,
    Sample([.uniform(-8...7, 33)], ["to": .type(of: "T2")])
      .types("T1", signed).types("T2", signed).everyPair,
    Sample([.special(48)], ["to": .type(of: "T2")])
      .types("T1", .floats + .float8 + [.float4e2m1]).types(
        "T2", .floats + .float8 + [.float4e2m1, .bool, .string]
      )
      .everyPair,
    Sample([.special(17)], ["to": .type(of: "T2")])
      .types("T1", .integers + [.bool]).types("T2", .numbers + [.bool, .string]).everyPair,
    Sample(
      [.list([0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 0.99, -0.99, 126.5, -127.5], [10])],
      ["to": .type(of: "T2")]
    )
    .types("T1", .floats).types("T2", .signedIntegers),
    Sample([.words("1", "-2", "3.5", "1e2", "NaN", "INF", "-inf", "0")], ["to": .type(of: "T2")])
      .types("T1", [.string]).types("T2", .floats),
    Sample([.words("1", "-2", "0", "127", "+5")], ["to": .type(of: "T2")])
      .types("T1", [.string]).types("T2", .signedIntegers),
    Sample([.normal(0, 3)], ["to": .type(of: "T2")]),
    Sample([.uniform(0...9)], ["to": .type(of: "T2")]),
    Sample(
      [.list([448, 460, 464, 465, 480, 500, -500, 1e6, 57_344, 61_440, 61_441, -70_000], [12])],
      ["to": .type(of: "T2"), "saturate": 0]
    )
    .since(19).types("T1", .floats).types("T2", .float8 + [.float4e2m1]),
    Sample(
      [.list([448, 460, 464, 465, 480, 500, -500, 1e6, 57_344, 61_440, 61_441, -70_000], [12])],
      ["to": .type(of: "T2"), "saturate": 1]
    )
    .since(19).types("T1", .floats).types("T2", .float8 + [.float4e2m1]),
    Sample(
      [.list([0.75, 1, 1.25, 1.5, 1.75, 3, 5, 1e-3, 100], [9])],
      ["to": .type(of: "T2"), "round_mode": "up"]
    )
    .since(24).types("T1", .floats).types("T2", [.float8e8m0]),
    Sample(
      [.list([0.75, 1, 1.25, 1.5, 1.75, 3, 5, 1e-3, 100], [9])],
      ["to": .type(of: "T2"), "round_mode": "down"]
    )
    .since(24).types("T1", .floats).types("T2", [.float8e8m0]),
    Sample(
      [.list([0.75, 1, 1.25, 1.5, 1.75, 3, 5, 1e-3, 100], [9])],
      ["to": .type(of: "T2"), "round_mode": "nearest"]
    )
    .since(24).types("T1", .floats).types("T2", [.float8e8m0]),
    .refused(.attribute, "to is required", [.normal(2)]),
    .refused(.attribute, "to names an element type", [.normal(2)], ["to": 999]).since(6),
    .refused(.value, "the string is no number", [.words("x")], ["to": .type(of: "T2")])
      .types("T1", [.string]).types("T2", .floats),
  ]
  static let tolerance = Tolerance.exact
  static let traits: OperatorTraits = .elementwise

  let target: DType
  let rule: CastRule

  init(_ node: NodeReader) throws(OperatorError) {
    if let name = node[ifPresent: Self.toName] {
      guard let dtype = DType(name: name.lowercased()) else {
        throw .attribute("to", found: "'\(name)'", expected: "an element type's name")
      }
      target = dtype
    } else {
      guard let dtype = try node.dtype(Self.to) else { throw .missingAttribute("to") }
      target = dtype
    }
    rule = try CastRule(node, saturate: Self.saturate, roundMode: Self.roundMode)
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    [.tensor(TensorType(target, try inputs.tensor(0).dims))]
  }

  func scratch(_ request: ScratchRequest) -> ByteCount { request.cast(0, to: target) }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    [.tensor(try inputs.tensor(0).cast(to: target, rule))]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    try rule.lowered(request, to: target)
  }
}

extension CastRule {
  init(
    _ node: NodeReader, saturate: AttributeKey<Int>, roundMode: AttributeKey<String>
  ) throws(OperatorError) {
    saturates = (node[ifPresent: saturate] ?? 1) != 0
    switch node[ifPresent: roundMode] ?? "up" {
    case "up": direction = .up
    case "down": direction = .down
    case "nearest": direction = .toNearestOrAwayFromZero
    case let mode:
      throw .attribute("round_mode", found: "'\(mode)'", expected: "'up', 'down' or 'nearest'")
    }
  }
}

extension NodeReader {
  /// An attribute that holds an element type's number; `nil` where it is absent.
  func dtype(_ key: AttributeKey<Int>) throws(OperatorError) -> DType? {
    guard let number = self[ifPresent: key] else { return nil }
    guard let dtype = Int32(exactly: number).flatMap(DType.init(rawValue:)) else {
      throw .attribute(key.name, found: "\(number)", expected: "an element type's number")
    }
    return dtype
  }
}

extension Cast: Differentiable {
  func gradients(_ site: GradientSite) throws(OperatorError) -> [Term?] {
    [try site.dy.cast(to: try site.x.dtype)]
  }
}
