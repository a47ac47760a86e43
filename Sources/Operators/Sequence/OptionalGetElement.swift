import Graphs
import Tensors

/// What an optional holds; a value that is no optional is itself.
///
/// - Throws: `.mismatch` for an empty optional.
/// - Source: ONNX OptionalGetElement, opsets 15, 18, 28.
struct OptionalGetElement: ContainerOperator {
  static let schema = OperatorSchema(
    "OptionalGetElement", inputs: [.one("input", "O")], outputs: [.one("output", "V")],
    history: [
      .since(
        15,
        [
          "O": .optionals(of: .classic + .sequences(of: .classic)),
          "V": .classic + .sequences(of: .classic),
        ]),
      .since(
        18,
        [
          "O": .classic + .sequences(of: .classic)
            + .optionals(of: .classic + .sequences(of: .classic)),
          "V": .classic + .sequences(of: .classic),
        ]),
      .since(
        28,
        [
          "O": .ir13 + [.float6e2m3, .float6e3m2]
            + .sequences(of: .ir13 + [.float6e2m3, .float6e3m2])
            + .optionals(
              of: .ir13 + [.float6e2m3, .float6e3m2]
                + .sequences(of: .ir13 + [.float6e2m3, .float6e3m2])),
          "V": .ir13 + [.float6e2m3, .float6e3m2]
            + .sequences(of: .ir13 + [.float6e2m3, .float6e3m2]),
        ]),
    ])

  init(_ node: NodeReader) throws(OperatorError) {}

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let type = try inputs.type(0)
    if case .optional(let element) = type { return [element ?? .unknown] }
    return [type]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let value = try inputs.value(0)
    guard case .optional(let element, _) = value else { return [value] }
    guard let element else { throw .mismatch("the optional holds nothing") }
    return [element]
  }
}

extension OptionalGetElement {
  static let samples: [Sample] = [
    Sample([.normal(2, 3)]).tied("V", to: "O"), Sample([.special(33)]).tied("V", to: "O"),
    Sample([.normal()]).tied("V", to: "O"), Sample([.normal(0, 2)]).tied("V", to: "O"),
    .refused(.value, "an optional without a value has no element", [.optional(nil)])
      .types("O", .optionals(of: [.float])).tied("V", to: "O"),
    .refused(.missing, "the input is required", []).tied("V", to: "O"),
  ]
}
