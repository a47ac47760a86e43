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

  var settings: RecurrenceSettings
  let couples: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    settings = try RecurrenceSettings(node, of: Self.self)
    couples = try node[Self.inputForget] != 0
  }

  func step<F: WideFloat & ProductNumber>(_ run: RecurrenceStep<F>) {
    run.remember(couples: couples, clipsCell: true)
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

extension RecurrenceStep {
  /// A step of the memory, with the gates i, o, f and c.
  ///
  /// - Parameter clipsCell: whether the new cell is clipped before the output's function takes it.
  func remember(couples: Bool, clipsCell: Bool) {
    let i = scratch
    let (o, f, c) = (i + hidden, i + 2 * hidden, i + 3 * hidden)
    sumGates(4, of: 4)
    peep(0, cell)
    apply(0, i, into: i, hidden)
    if couples {
      for unit in 0..<hidden { f[unit] = 1 - i[unit] }
    } else {
      peep(2, cell)
      apply(0, f, into: f, hidden)
    }
    apply(1, c, into: c, hidden)
    for unit in 0..<hidden { cell[unit] = f[unit] * cell[unit] + i[unit] * c[unit] }
    peep(1, cell)
    apply(0, o, into: o, hidden)
    apply(2, cell, into: c, hidden, clips: clipsCell)
    for unit in 0..<hidden { state[unit] = o[unit] * c[unit] }
  }
}

extension RecurrenceLowering {
  var writesSequence: Bool { request.wanted.first ?? false }
  /// Y, where it is asked for.
  var sequence: [Binding] { writesSequence ? [.write("y", .output(0), dtype)] : [] }
}

extension LSTM {
  static let samples: [Sample] = recurrentSamples + recurrentSamples(with: "input_forget")
}

extension EstimatedStep {
  mutating func remember(couples: Bool, clipsCell: Bool) {
    let i = apply(0, peeped(gate(0, of: 4), 0, cell))
    let one = Ball(1, unit: unit)
    let f = couples ? i.map { one - $0 } : apply(0, peeped(gate(2, of: 4), 2, cell))
    let c = apply(1, gate(3, of: 4))
    cell = cell.indices.map { Ball.dot([f[$0], i[$0]], [cell[$0], c[$0]], unit: unit) }
    let o = apply(0, peeped(gate(1, of: 4), 1, cell))
    let shown = apply(2, cell, clips: clipsCell)
    state = o.indices.map { o[$0] * shown[$0] }
  }
}

extension LSTM {
  func step(_ run: inout EstimatedStep) { run.remember(couples: couples, clipsCell: true) }
}
