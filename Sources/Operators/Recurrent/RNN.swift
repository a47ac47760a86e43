import Graphs
import Tensors

/// The plain recurrence: `H' = f(X·W + H·R + Wb + Rb)`.
///
/// - Source: ONNX RNN, opsets 1, 7, 14, 22.
struct RNN: Recurrence {
  private static let common = [
    activationAlpha.optional, activationBeta.optional, activations.or(["Tanh", "Tanh"]),
    clip.optional, direction.or("forward"), hiddenSize.optional,
  ]
  static let schema = OperatorSchema(
    "RNN",
    inputs: [
      .one("X", "T"), .one("W", "T"), .one("R", "T"), .optional("B", "T"),
      .optional("sequence_lens", "T1"), .optional("initial_h", "T"),
    ],
    outputs: [.optional("Y", "T"), .optional("Y_h", "T")],
    history: [
      .since(
        1, ["T": .ieeeFloats, "T1": [.int32]], attributes: common + [outputSequence.or(0)]),
      .since(7, ["T": .ieeeFloats, "T1": [.int32]], attributes: common),
      .since(14, ["T": .ieeeFloats, "T1": [.int32]], attributes: common + [layout.or(0)]),
      .since(22, ["T": .floats, "T1": [.int32]], attributes: common + [layout.or(0)]),
    ])
  static let gates = 1
  static let functions = ["Tanh"]
  static let hasCell = false

  var settings: RecurrenceSettings

  init(_ node: NodeReader) throws(OperatorError) {
    settings = try RecurrenceSettings(node, of: Self.self)
  }

  func step<F: WideFloat & ProductNumber>(_ run: RecurrenceStep<F>) {
    run.sumGates(1, of: 1)
    run.apply(0, run.scratch, into: run.state, run.hidden)
  }

  func dispatches(_ plan: RecurrenceLowering, step: Int) -> [Dispatch] {
    var dispatch = plan.dispatch(
      "RNN.comp", step: step,
      reads: [.read("former", plan.former(step), plan.computed)],
      writes: [.write("next", plan.next(step), plan.computed)] + plan.sequence, products: 1)
    if plan.writesSequence { dispatch.defines["HAS_Y"] = "1" }
    return [dispatch]
  }
}

extension RNN {
  func step(_ run: inout EstimatedStep) { run.state = run.apply(0, run.gate(0, of: 1)) }
}
