import Graphs
import Tensors

/// The gated recurrent unit.
///
/// ```
/// z = f(X·Wz + H·Rz + Wbz + Rbz)    r = f(X·Wr + H·Rr + Wbr + Rbr)
/// h = g(X·Wh + (r ⊙ H)·Rh + Rbh + Wbh), or with `linear_before_reset`
/// h = g(X·Wh + r ⊙ (H·Rh + Rbh) + Wbh)
/// H' = (1 - z) ⊙ h + z ⊙ H
/// ```
/// Weights hold the gates in the order z, r, h.
///
/// - Source: ONNX GRU, opsets 1, 3, 7, 14, 22.
struct GRU: Recurrence {
  static let linearBeforeReset = AttributeKey<Int>("linear_before_reset")
  private static let common = [
    activationAlpha.optional, activationBeta.optional, activations.optional, clip.optional,
    hiddenSize.optional,
  ]
  private static let second = common + [direction.or("forward"), linearBeforeReset.or(0)]
  static let schema = OperatorSchema(
    "GRU",
    inputs: [
      .one("X", "T"), .one("W", "T"), .one("R", "T"), .optional("B", "T"),
      .optional("sequence_lens", "T1"), .optional("initial_h", "T"),
    ],
    outputs: [.optional("Y", "T"), .optional("Y_h", "T")],
    history: [
      .since(
        1, ["T": .ieeeFloats, "T1": [.int32]],
        attributes: common + [direction.or("foward"), outputSequence.or(0)],
        outputs: [.optional("Y", "T"), .one("Y_h", "T")]),
      .since(
        3, ["T": .ieeeFloats, "T1": [.int32]], attributes: second + [outputSequence.or(0)]),
      .since(7, ["T": .ieeeFloats, "T1": [.int32]], attributes: second),
      .since(14, ["T": .ieeeFloats, "T1": [.int32]], attributes: second + [layout.or(0)]),
      .since(22, ["T": .floats, "T1": [.int32]], attributes: second + [layout.or(0)]),
    ])
  static let gates = 3
  static let functions = ["Sigmoid", "Tanh"]
  static let hasCell = false

  var settings: RecurrenceSettings
  let isLinearBeforeReset: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    settings = try RecurrenceSettings(node, of: Self.self)
    isLinearBeforeReset = node[ifPresent: Self.linearBeforeReset].map { $0 != 0 } ?? false
  }

  var gatesAtOnce: Int { isLinearBeforeReset ? 3 : 2 }

  func step<F: WideFloat & ProductNumber>(_ run: RecurrenceStep<F>) {
    let (hidden, z, state) = (run.hidden, run.scratch, run.state)
    let (r, sums, third) = (z + hidden, z + 2 * hidden, 2 * hidden)
    let (biasW, biasR) = (run.bias + third, run.bias + 3 * hidden + third)
    run.sumGates(2, of: 3)
    run.apply(0, z, into: z, 2 * hidden)
    if isLinearBeforeReset {
      for unit in 0..<hidden { sums[unit] = r[unit] * (run.h[third + unit] + biasR[unit]) }
    } else {
      for unit in 0..<hidden { r[unit] *= state[unit] }
      F.multiply(
        ProductExtent(rows: 1, columns: hidden, depth: hidden),
        MatrixView(r, row: hidden, column: 1), run.rest, into: sums,
        pitch: hidden, accumulates: false)
      for unit in 0..<hidden { sums[unit] += biasR[unit] }
    }
    for unit in 0..<hidden { sums[unit] = run.x[third + unit] + sums[unit] + biasW[unit] }
    run.apply(1, sums, into: sums, hidden)
    for unit in 0..<hidden {
      state[unit] = (1 - z[unit]) * sums[unit] + z[unit] * state[unit]
    }
  }

  func dispatches(_ plan: RecurrenceLowering, step: Int) -> [Dispatch] {
    typealias Scratch = RecurrenceLowering.Scratch
    let former = Binding.read("former", plan.former(step), plan.computed)
    let next = Binding.write("next", plan.next(step), plan.computed)
    var result: [Dispatch] = []
    if isLinearBeforeReset {
      var whole = plan.dispatch(
        "GRU.comp", step: step, reads: [former], writes: [next] + plan.sequence, products: 1)
      whole.defines["LINEAR_BEFORE_RESET"] = "1"
      result = [whole]
    } else {
      result = [
        plan.dispatch(
          "Recurrent/GRUGates.comp", step: step, reads: [former],
          writes: [
            .write("update", .scratch(Scratch.update), plan.computed),
            .write("reset", .scratch(Scratch.reset), plan.computed),
          ], products: 1),
        plan.dispatch(
          "GRU.comp", step: step,
          reads: [
            former, .read("update", .scratch(Scratch.update), plan.computed),
            .read("reset", .scratch(Scratch.reset), plan.computed),
          ], writes: [next] + plan.sequence, products: 1),
      ]
    }
    if plan.writesSequence { result[result.count - 1].defines["HAS_Y"] = "1" }
    return result
  }
}

extension GRU {
  static let samples: [Sample] =
    recurrentSamples + recurrentSamples(with: "linear_before_reset").map { $0.since(3) }

  func step(_ run: inout EstimatedStep) {
    let (hidden, unit) = (run.hidden, run.unit)
    let (z, r) = (run.apply(0, run.gate(0, of: 3)), run.apply(0, run.gate(1, of: 3)))
    let third = 2 * hidden
    let biasR = Array(run.bias[(3 * hidden + third)...])
    let inner: [Ball]
    if isLinearBeforeReset {
      inner = (0..<hidden).map { r[$0] * (run.h[third + $0] + biasR[$0]) }
    } else {
      let product = run.product((0..<hidden).map { r[$0] * run.state[$0] }, 2)
      inner = (0..<hidden).map { product[$0] + biasR[$0] }
    }
    let sums = (0..<hidden).map {
      Ball.sum([run.x[third + $0], inner[$0], run.bias[third + $0]], unit: unit)
    }
    let candidate = run.apply(1, sums)
    let one = Ball(1, unit: unit)
    run.state = (0..<hidden).map {
      Ball.dot([one - z[$0], z[$0]], [candidate[$0], run.state[$0]], unit: unit)
    }
  }
}
