import Graphs
import Tensors

/// Whether an optional holds something. An absent input does not; a value that is no optional does.
///
/// - Source: ONNX OptionalHasElement, opsets 15, 18, 28.
struct OptionalHasElement: ContainerOperator {
  static let schema = OperatorSchema(
    "OptionalHasElement", inputs: [.optional("input", "O")], outputs: [.one("output", "B")],
    history: [
      .since(
        15, ["O": .optionals(of: .classic + .sequences(of: .classic)), "B": [.bool]],
        inputs: [.one("input", "O")]),
      .since(
        18,
        [
          "O": .classic + .sequences(of: .classic)
            + .optionals(of: .classic + .sequences(of: .classic)), "B": [.bool],
        ]),
      .since(
        28,
        [
          "O": .ir13 + [.float6e2m3, .float6e3m2]
            + .sequences(of: .ir13 + [.float6e2m3, .float6e3m2])
            + .optionals(
              of: .ir13 + [.float6e2m3, .float6e3m2]
                + .sequences(of: .ir13 + [.float6e2m3, .float6e3m2])), "B": [.bool],
        ]),
    ])

  init(_ node: NodeReader) throws(OperatorError) {}

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    [.tensor(TensorType(.bool, []))]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    guard inputs.has(0) else { return [.tensor(Tensor(scalar: false))] }
    if case .optional(nil, _) = try inputs.value(0) {
      return [.tensor(Tensor(scalar: false))]
    }
    return [.tensor(Tensor(scalar: true))]
  }
}

extension OptionalHasElement {
  static let samples: [Sample] = [
    Sample([.normal(2, 3)]), Sample([.normal(0)]),
    Sample([.optional(nil)])
      .types("O", .optionals(of: .classic + .sequences(of: .classic))),
    Sample([]).types("O", [.float]).since(18), Sample([nil]).types("O", [.float]).since(18),
    .refused(.missing, "the input is required", []).types("O", .optionals(of: [.float])).before(18),
  ]
}
