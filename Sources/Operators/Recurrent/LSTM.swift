import Graphs
import Tensors

/// The long short-term memory.
///
/// ```
/// i = f(X·Wi + H·Ri + Pi ⊙ C + Wbi + Rbi)      f' = f(X·Wf + H·Rf + Pf ⊙ C + Wbf + Rbf)
/// c = g(X·Wc + H·Rc + Wbc + Rbc)               C' = f' ⊙ C + i ⊙ c
/// o = f(X·Wo + H·Ro + Po ⊙ C' + Wbo + Rbo)     H' = o ⊙ h(C')
/// ```
/// With `input_forget`, f' is 1 - i. Weights hold the gates in the order i, o, f, c.
///
/// - Source: ONNX LSTM, opsets 1, 7, 14, 22.
struct LSTM: Recurrence {
  static let inputForget = AttributeKey<Int>("input_forget")
  private static let common = [
    activationAlpha.optional, activationBeta.optional, activations.optional, clip.optional,
    direction.or("forward"), hiddenSize.optional, inputForget.or(0),
  ]
  static let schema = OperatorSchema(
    "LSTM",
    inputs: [
      .one("X", "T"), .one("W", "T"), .one("R", "T"), .optional("B", "T"),
      .optional("sequence_lens", "T1"), .optional("initial_h", "T"),
      .optional("initial_c", "T"), .optional("P", "T"),
    ],
    outputs: [.optional("Y", "T"), .optional("Y_h", "T"), .optional("Y_c", "T")],
    history: [
      .since(
        1, ["T": .ieeeFloats, "T1": [.int32]], attributes: common + [outputSequence.or(0)]),
      .since(7, ["T": .ieeeFloats, "T1": [.int32]], attributes: common),
      .since(14, ["T": .ieeeFloats, "T1": [.int32]], attributes: common + [layout.or(0)]),
      .since(22, ["T": .floats, "T1": [.int32]], attributes: common + [layout.or(0)]),
    ])
  static let gates = 4
  static let functions = ["Sigmoid", "Tanh", "Tanh"]
  static let hasCell = true

  let settings: RecurrenceSettings
  let couples: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    settings = try RecurrenceSettings(node, of: Self.self)
    couples = try node[Self.inputForget] != 0
  }

  func step<F: WideFloat & ProductNumber>(_ run: RecurrenceStep<F>) {
    let hidden = run.hidden
    for unit in 0..<hidden {
      func sum(_ g: Int) -> F {
        let bias = run.biases(g, unit, gates: 4)
        return run.x[g * hidden + unit] + run.h[g * hidden + unit] + (bias.w + bias.r)
      }
      func peep(_ g: Int, _ c: F) -> F { run.peepholes.map { $0[g * hidden + unit] * c } ?? 0 }
      let former = run.cell[unit]
      let i = run.apply(0, sum(0) + peep(0, former))
      let f = couples ? 1 - i : run.apply(0, sum(2) + peep(2, former))
      let c = run.apply(1, sum(3))
      let cell = f * former + i * c
      let o = run.apply(0, sum(1) + peep(1, cell))
      run.cell[unit] = cell
      run.state[unit] = o * run.apply(2, cell)
    }
  }

  func dispatches(_ plan: RecurrenceLowering, step: Int) -> [Dispatch] {
    typealias Scratch = RecurrenceLowering.Scratch
    var dispatch = plan.dispatch(
      "LSTM.comp", step: step,
      reads: [.read("former", plan.former(step), plan.computed)],
      writes: [
        .readWrite("cell", .scratch(Scratch.cell), plan.computed),
        .write("next", plan.next(step), plan.computed),
      ] + plan.sequence, products: 1)
    if couples { dispatch.defines["COUPLES"] = "1" }
    if plan.writesSequence { dispatch.defines["HAS_Y"] = "1" }
    return [dispatch]
  }
}

extension RecurrenceLowering {
  var writesSequence: Bool { request.wanted.first ?? false }
  /// Y, where it is asked for.
  var sequence: [Binding] { writesSequence ? [.write("y", .output(0), dtype)] : [] }
}
