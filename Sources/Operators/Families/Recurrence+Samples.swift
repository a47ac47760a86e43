import Graphs

extension Recurrence {
  /// What the node's inputs are; optional ones beside W and R by `given`: B, sequence_lens, initial_h,
  /// initial_c and P.
  private static func inputs(
    steps: Int = 4, batch: Int = 2, input: Int = 3, hidden: Int = 5, directions: Int = 1,
    lengths: [Double] = [4, 2], given: Set<Int> = [], batchesFirst: Bool = false
  ) -> [Draw?] {
    let state = batchesFirst ? [batch, directions, hidden] : [directions, batch, hidden]
    let x = batchesFirst ? [batch, steps, input] : [steps, batch, input]
    let optional: [Draw?] = [
      .normal(directions, 2 * gates * hidden), .list(lengths, [lengths.count]),
      Draw(.normal(0.5), state), hasCell ? Draw(.normal(0.5), state) : nil,
      hasCell ? .normal(directions, 3 * hidden) : nil,
    ]
    let needed: [Draw?] = [
      Draw(.normal(1), x), .normal([directions, gates * hidden, input], scale: 0.5),
      .normal([directions, gates * hidden, hidden], scale: 0.5),
    ]
    return needed
      + optional.indices.filter { hasCell || $0 < 3 }.map {
        given.contains($0) ? optional[$0] : nil
      }
  }

  private static func run(
    _ inputs: [Draw?], _ attributes: [String: SampleAttribute] = [:]
  ) -> Sample {
    let hidden = inputs[2]?.shape.last.map { ["hidden_size": SampleAttribute.int(Int64($0))] }
    return Sample(inputs, attributes.merging(hidden ?? [:]) { own, _ in own })
      .outputs(count: hasCell ? 3 : 2)
  }

  private static func refusal(
    _ kind: Refusal.Kind, _ clause: String, _ inputs: [Draw?],
    _ attributes: [String: SampleAttribute] = [:]
  ) -> Sample {
    .refused(kind, clause, inputs, attributes).outputs(count: 2)
  }

  /// Recipes for every gate's function, in groups of a direction's.
  private static var activated: [Sample] {
    let names = [
      "Relu", "Tanh", "Sigmoid", "Affine", "LeakyRelu", "ThresholdedRelu", "ScaledTanh",
      "HardSigmoid", "Elu", "Softsign", "Softplus",
    ]
    return stride(from: 0, to: names.count, by: functions.count).map { start in
      let own = functions.indices.map { names[(start + $0) % names.count] }
      return run(
        inputs(),
        [
          "activations": .list(own.map { .string($0) }),
          "activation_alpha": .list(own.map { _ in 0.25 }),
          "activation_beta": .list(own.map { _ in 0.5 }),
        ])
    }
  }

  static var recurrentSamples: [Sample] {
    [
      Sample(inputs()).outputs(count: hasCell ? 3 : 2), run(inputs(given: [0, 1, 2, 3, 4])),
      run(inputs(given: [0, 1, 2]), ["direction": "reverse"]),
      run(
        inputs(directions: 2, given: [0, 1, 2, 3, 4]),
        ["direction": "bidirectional", "hidden_size": 5]),
      run(inputs(given: [0]), ["clip": 0.25]), run(inputs(given: [2])),
      run(inputs(steps: 1, batch: 1, input: 1, hidden: 1)), run(inputs(steps: 0)),
      run(inputs(steps: 3, batch: 3, input: 17, hidden: 33, given: [0])),
      run(inputs(lengths: [0, 3], given: [1, 2])),
      Sample(inputs(given: [0])).outputs(false, true).since(7),
      Sample(inputs(given: [0])).outputs(true).since(7),
      run(inputs(given: [0, 1, 2, 3, 4], batchesFirst: true), ["layout": 1]).since(14),
      run(
        inputs(directions: 2, given: [0, 2], batchesFirst: true),
        ["layout": 1, "direction": "bidirectional"]
      ).since(14),
      run(inputs(given: [0, 1, 2]), ["output_sequence": 1]).before(7),
      refusal(.attribute, "direction is one of three", inputs(), ["direction": "up"]),
      refusal(
        .attribute, "there is a function a gate", inputs(),
        ["activations": ["Tanh", "Tanh", "Tanh", "Tanh", "Tanh"]]),
      refusal(
        .attribute, "a function is a known one", inputs(),
        ["activations": .list(functions.map { _ in "Swish" })]),
      refusal(.shape, "hidden_size is R's", inputs(), ["hidden_size": 4]),
      refusal(.shape, "X has three axes", [.normal(4, 3)] + inputs()[1...]),
      refusal(.shape, "W has X's features", [.normal(4, 2, 2)] + inputs()[1...]),
      refusal(.shape, "weights have the directions", inputs(), ["direction": "bidirectional"]),
      refusal(.shape, "there is a length a batch entry", inputs(lengths: [4, 2, 1], given: [1])),
      refusal(.range, "a length is at most X's", inputs(lengths: [4, 5], given: [1])),
      refusal(.missing, "R is required", Array(inputs().prefix(2))),
    ] + activated
  }

  static var samples: [Sample] { recurrentSamples }

  /// With and without the optional inputs, under an attribute of one operator.
  static func recurrentSamples(with attribute: String) -> [Sample] {
    [
      run(inputs(given: [0]), [attribute: 1]),
      run(
        inputs(directions: 2, given: [0, 1, 2, 3, 4]),
        [attribute: 1, "direction": "bidirectional"]),
    ]
  }
}
