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
