import Graphs
import Tensors

/// The outputs of one of two bodies, as a condition decides.
///
/// - Throws: `.mismatch` unless the condition is one boolean.
/// - Source: ONNX If, opsets 1, 11, 13, 16, 19, 21, 23, 24, 25.
struct If: ControlFlow {
  static let elseBranch = AttributeKey<Graph>("else_branch")
  static let thenBranch = AttributeKey<Graph>("then_branch")
  static let schema = OperatorSchema(
    "If", inputs: [.one("cond", "B")], outputs: [.variadic("outputs", "V", isHomogeneous: false)],
    history: [
      .since(
        1, ["V": .classic, "B": [.bool]],
        attributes: [elseBranch.required, thenBranch.required]),
      .since(
        11, ["V": .classic, "B": [.bool]],
        attributes: [elseBranch.required, thenBranch.required]),
      .since(
        13, ["V": .classic + .sequences(of: .classic), "B": [.bool]],
        attributes: [elseBranch.required, thenBranch.required]),
      .since(
        16,
        [
          "V": .classicAndBFloat16 + .sequences(of: .classicAndBFloat16)
            + .optionals(of: .classicAndBFloat16 + .sequences(of: .classicAndBFloat16)),
          "B": [.bool],
        ],
        attributes: [elseBranch.required, thenBranch.required]),
      .since(
        19,
        [
          "V": .ir9 + .sequences(of: .ir9) + .optionals(of: .ir9)
            + .optionals(of: .sequences(of: .classicAndBFloat16)), "B": [.bool],
        ],
        attributes: [elseBranch.required, thenBranch.required]),
      .since(
        21,
        [
          "V": .ir10 + .sequences(of: .ir10) + .optionals(of: .ir10)
            + .optionals(of: .sequences(of: .classicAndBFloat16)), "B": [.bool],
        ],
        attributes: [elseBranch.required, thenBranch.required]),
      .since(
        23,
        [
          "V": .ir11 + .sequences(of: .ir11) + .optionals(of: .ir11)
            + .optionals(of: .sequences(of: .classicAndBFloat16)), "B": [.bool],
        ],
        attributes: [elseBranch.required, thenBranch.required]),
      .since(
        24,
        [
          "V": .ir12 + .sequences(of: .ir12) + .optionals(of: .ir12)
            + .optionals(of: .sequences(of: .classicAndBFloat16)), "B": [.bool],
        ],
        attributes: [elseBranch.required, thenBranch.required]),
      .since(
        25,
        [
          "V": .ir13 + .sequences(of: .ir13) + .optionals(of: .ir13)
            + .optionals(of: .sequences(of: .classicAndBFloat16)), "B": [.bool],
        ],
        attributes: [elseBranch.required, thenBranch.required]),
    ])

  let thenBranch: Graph
  let elseBranch: Graph

  init(_ node: NodeReader) throws(OperatorError) {
    thenBranch = try node[Self.thenBranch]
    elseBranch = try node[Self.elseBranch]
    guard thenBranch.outputs.count == elseBranch.outputs.count else {
      throw .mismatch(
        "the branches have \(thenBranch.outputs.count) and \(elseBranch.outputs.count) outputs")
    }
  }

  var bodies: [Graph] { [thenBranch, elseBranch] }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    if let condition = inputs.knownTensor(0)?.integers?.first {
      return try inputs.inferBody(condition != 0 ? thenBranch : elseBranch, [])
    }
    let (a, b) = (
      try inputs.inferBody(thenBranch, []), try inputs.inferBody(elseBranch, [])
    )
    return zip(a, b).map { $0.generalized(with: $1) }
  }

  func execute<F: Flow>(
    _ inputs: [F.Item?], wanted: [Bool], in flow: F
  ) throws -> [F.Item?] {
    let condition = try flow.flag(inputs, 0)
    guard let condition else { throw OperatorError.missingInput(0) }
    return try flow.run(.own(condition ? 0 : 1), [])
  }
}
