import Graphs
import Tensors

/// An optional that holds the input, or nothing of the type that the attribute says.
///
/// - Source: ONNX Optional, opsets 15, 28.
struct OptionalOperator: ContainerOperator {
  static let type = AttributeKey<ValueType>("type")
  static let schema = OperatorSchema(
    "Optional", inputs: [.optional("input", "V")], outputs: [.one("output", "O")],
    history: [
      .since(
        15,
        [
          "V": .classic + .sequences(of: .classic),
          "O": .optionals(of: .classic + .sequences(of: .classic)),
        ],
        attributes: [type.optional]),
      .since(
        28,
        [
          "V": .ir13 + [.float6e2m3, .float6e3m2]
            + .sequences(of: .ir13 + [.float6e2m3, .float6e3m2]),
          "O": .optionals(
            of: .ir13 + [.float6e2m3, .float6e3m2]
              + .sequences(of: .ir13 + [.float6e2m3, .float6e3m2])),
        ],
        attributes: [type.optional]),
    ])

  let declared: ValueType?

  init(_ node: NodeReader) throws(OperatorError) { declared = node[ifPresent: Self.type] }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    [.optional(inputs.has(0) ? try inputs.type(0) : declared)]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    if inputs.has(0) {
      let value = try inputs.value(0)
      return [.optional(value, of: value.kind)]
    }
    guard let kind = declared?.kind else { throw .missingAttribute("type") }
    return [.optional(nil, of: kind)]
  }
}

extension OptionalOperator {
  private static let declared = SampleAttribute.made { kinds in
    .typeProto(ValueType(kinds["V"] ?? .tensor(.float)))
  }

  static let samples: [Sample] = [
    Sample([.normal(2, 3)]).tied("O", to: "V"), Sample([.special(33)]).tied("O", to: "V"),
    Sample([.normal(0)]).tied("O", to: "V"), Sample([], ["type": declared]).tied("O", to: "V"),
    .refused(.missing, "without an input there is a type", []).tied("O", to: "V"),
  ]
}
