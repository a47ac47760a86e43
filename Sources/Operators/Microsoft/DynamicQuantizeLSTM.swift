import Graphs
import Tensors

/// The long short-term memory with quantised weights: LSTM's gates, with products of bytes.
///
/// X is quantised by its own range, as DynamicQuantizeLinear has it, as one tensor of the steps up to the
/// longest sequence; the state before every step is so, of all sequences that took the step before, or of
/// all before the first. A product is `Σ (x - x_zero)(w - w_zero) · (x_scale · w_scale)`.
///
/// - Shapes: X `[T, B, I]`, W `[D, I, 4·H]`, R `[D, H, 4·H]`, B `[D, 8·H]`, states `[D, B, H]`, P `[D, 3·H]`; W's and R's
///   scales and zero points `[D]` or `[D, 4·H]`; Y `[T, D, B, H]`. Gates in the order i, o, f, c.
/// - Types: sums in int32, wrapping; the rest in float32.
/// - Edge cases: `clip` bounds what the gates' functions take, and not the cell's state. A sequence of no
///   steps ends with states of 0.
/// - Source: com.microsoft DynamicQuantizeLSTM, version 1.
struct DynamicQuantizeLSTM: Recurrence {
  static let schema = OperatorSchema(
    "DynamicQuantizeLSTM", domain: "com.microsoft",
    inputs: [
      .one("X", "T"), .one("W", "T2"), .one("R", "T2"), .optional("B", "T"),
      .optional("sequence_lens", "T1"), .optional("initial_h", "T"), .optional("initial_c", "T"),
      .optional("P", "T"), .one("W_scale", "T"), .one("W_zero_point", "T2"), .one("R_scale", "T"),
      .one("R_zero_point", "T2"),
    ],
    outputs: [.optional("Y", "T"), .optional("Y_h", "T"), .optional("Y_c", "T")],
    history: [
      .since(
        1, ["T": [.float], "T1": [.int32], "T2": [.int8, .uint8]],
        attributes: [
          activationAlpha.optional, activationBeta.optional, activations.optional, clip.optional,
          direction.or("forward"), hiddenSize.optional, LSTM.inputForget.or(0),
        ])
    ])
  static let gates = 4
  static let functions = ["Sigmoid", "Tanh", "Tanh"]
  static let hasCell = true

  var settings: RecurrenceSettings
  let couples: Bool
  /// W and R, a direction after the other, where they are constant.
  private var packedW: [PackedBytes]?
  private var packedR: [PackedBytes]?

  init(_ node: NodeReader) throws(OperatorError) {
    settings = try RecurrenceSettings(node, of: Self.self)
    couples = try node[LSTM.inputForget] != 0
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let (x, r) = (try inputs.tensor(0), try inputs.tensor(2))
    for (index, type) in [x, try inputs.tensor(1), r].enumerated() {
      if let rank = type.rank, rank != 3 { throw .rank(input: index, found: rank, expected: "3") }
    }
    if (0..<12).allSatisfy({ !inputs.has($0) || inputs.types[$0]?.tensor?.shape != nil }) {
      _ = try extents(inputs)
    }
    let directions = Dimension.known(settings.reverses.count)
    let hidden = settings.hidden.map { Dimension.known($0) } ?? r.dims?[1] ?? .unknown
    let (steps, batch) = (x.dims?[0] ?? .unknown, x.dims?[1] ?? .unknown)
    let state = [directions, batch, hidden]
    let types = [[steps, directions, batch, hidden], state, state].map {
      ValueType.tensor(TensorType(x.dtype, $0))
    }
    return Array(types.prefix(max(1, min(inputs.outputCount, 3))))
  }

  /// - Throws: `.mismatch` where weights, states, scales or zero points have other extents.
  func extents(_ inputs: Inference) throws(OperatorError) -> RecurrenceExtents {
    var shapes: [Shape?] = []
    for index in 0..<8 {
      let shape = inputs.has(index) ? try inputs.tensor(index).shape : nil
      guard [1, 2].contains(index), let dims = shape?.dims, dims.count == 3 else {
        shapes.append(shape)
        continue
      }
      shapes.append([dims[0], dims[2], dims[1]])
    }
    let extents = try RecurrenceExtents(self, shapes)
    let columns = extents.directions * Self.gates * extents.hidden
    for index in 8..<12 {
      guard let count = try inputs.tensor(index).shape?.count,
        count != extents.directions, count != columns
      else { continue }
      throw .mismatch(
        "input \(index) has \(count) elements, expected \(extents.directions) or \(columns)")
    }
    return extents
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    let extents = try extents(request.inputs)
    let rows = ByteCount.of(extents.batch, Double.self) * (Self.gates * extents.hidden)
    let outputs = request.outputs.reduce(.zero) { $0 + request.wide($1) }
    return outputs * 2 + rows * (extents.steps + 4) + request.bytes(0) + request.bytes(1) * 2
      + request.bytes(2) * 2 + request.list(4)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let extents = try extents(inputs.inference)
    let lengths = try lengths(try inputs.integers(4), extents)
    var operands: [Buffer<Float>?] = []
    for index in [0, 3, 5, 6, 7] {
      operands.append(try floats(try inputs.optionalTensor(index), index))
    }
    let run = QuantizedMemory(
      extents: extents, lengths: lengths, settings: settings, couples: couples,
      inputs: try weights(inputs, 1, packedW), states: try weights(inputs, 2, packedR))
    let results = run.results(
      operands[0] ?? [], bias: operands[1], initial: (operands[2], operands[3]),
      peepholes: operands[4])
    let shapes = [extents.outputShape, extents.stateShape, extents.stateShape]
    var values: [Value?] = []
    for (result, shape) in zip(results, shapes) { values.append(try .tensor(result, shape)) }
    return values
  }

  private func weights(
    _ inputs: Evaluation, _ index: Int, _ packed: [PackedBytes]?
  ) throws(OperatorError) -> QuantizedGates {
    let matrix = try inputs.tensor(index)
    let (scales, zeros) = (try inputs.tensor(6 + 2 * index), try inputs.tensor(7 + 2 * index))
    return QuantizedGates(
      matrices: packed ?? Self.panels(of: matrix), isSigned: matrix.dtype == .int8,
      scales: try scales.floats(Float.self), zeros: try zeros.floats(Float.self))
  }

  /// The matrices of each direction; none where they are empty.
  private static func panels(of x: Tensor?) -> [PackedBytes] {
    guard let x, x.rank == 3, x.count > 0 else { return [] }
    let (directions, depth, columns) = (x.shape[0], x.shape[1], x.shape[2])
    func packed(_ bytes: UnsafePointer<UInt8>, isSigned: Bool) -> [PackedBytes] {
      (0..<directions).map {
        PackedBytes(
          bytes + $0 * depth * columns, depth: depth, columns: columns, isSigned: isSigned)
      }
    }
    switch x.elements {
    case .uint8(let x): return x.readingAgain { packed($0, isSigned: false) }
    case .int8(let values):
      return values.readingAgain { values in
        values.withMemoryRebound(to: UInt8.self, capacity: x.count) { packed($0, isSigned: true) }
      }
    default: return []
    }
  }

  func packing(_ constants: [Int: Tensor], _ precision: Precision) -> Packing? {
    guard constants[1] != nil || constants[2] != nil else { return nil }
    var packed = self
    if let w = constants[1] { packed.packedW = Self.panels(of: w) }
    if let r = constants[2] { packed.packedR = Self.panels(of: r) }
    return Packing(packed, inputs: [:])
  }

  func step<F: WideFloat & ProductNumber>(_ run: RecurrenceStep<F>) {
    run.remember(couples: couples, clipsCell: false)
  }
}

extension DynamicQuantizeLSTM {
  static let samples: [Sample] = [
    Sample(inputs(batch: 1)).outputs(true, true, true), run(batch: 2).outputs(true, false, false),
    run(batch: 1, directions: 2, given: [0, 1, 2, 3, 4], ["direction": "bidirectional"])
      .outputs(true, true, true),
    run(batch: 1, given: [0, 1, 2], ["direction": "reverse"]).outputs(false, true, true),
    run(batch: 1, given: [0], ["clip": 0.25, "input_forget": 1]).outputs(true, true, true),
    run(batch: 1, given: [4], ["activations": ["Relu", "Sigmoid", "HardSigmoid"]])
      .outputs(true, true, true),
    run(batch: 1, given: [2, 3], ["hidden_size": 5]).outputs(true),
    run(batch: 1, scales: 20).outputs(true, true, true),
    run(batch: 1, steps: 0).outputs(true, true, true),
    .refused(
      .attribute, "direction is one of three", inputs(batch: 1), ["direction": "backward"]
    ).outputs(true),
    .refused(
      .attribute, "there are three activations a direction", inputs(batch: 1),
      ["activations": ["Relu"]]
    ).outputs(true),
    .refused(.shape, "hidden_size is R's", inputs(batch: 1), ["hidden_size": 4]).outputs(true),
    .refused(
      .shape, "a scale a direction, or a column", inputs(batch: 1, scales: 3), [:]
    ).outputs(true),
    .refused(
      .shape, "weights have the directions", inputs(batch: 1), ["direction": "bidirectional"]
    ).outputs(true),
  ]

  /// - Parameter given: which of B, sequence_lens, initial_h, initial_c and P there are.
  private static func inputs(
    batch: Int, steps: Int = 4, directions: Int = 1, given: Set<Int> = [], scales: Int? = nil
  ) -> [Draw?] {
    let hidden = 5
    let optional: [Draw] = [
      .normal(directions, 8 * hidden), Draw(.list([Double(steps - 1)]), [batch]),
      .normal(directions, batch, hidden), .normal(directions, batch, hidden),
      .normal(directions, 3 * hidden),
    ]
    let shape = scales.map { [directions, $0] } ?? [directions]
    let scale = Draw(.uniform(0.005...0.01), shape)
    let zero = Draw(scales == nil ? .uniform(0...60) : .list([0]), shape)
    return [
      .normal(steps, batch, 3), .integers(0...63, directions, 3, 4 * hidden),
      .integers(0...63, directions, hidden, 4 * hidden),
    ] + optional.enumerated().map { given.contains($0) ? $1 : nil } + [scale, zero, scale, zero]
  }

  private static func run(
    batch: Int, steps: Int = 4, directions: Int = 1, given: Set<Int> = [], scales: Int? = nil,
    _ attributes: [String: SampleAttribute] = [:]
  ) -> Sample {
    Sample(
      inputs(batch: batch, steps: steps, directions: directions, given: given, scales: scales),
      ["hidden_size": 5].merging(attributes) { $1 })
  }

  /// Its states are quantised again in each step, by a scale that they give themselves.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    throw .unbounded("DynamicQuantizeLSTM, which quantises its own results,")
  }

  func step(_ run: inout EstimatedStep) { run.remember(couples: couples, clipsCell: false) }
}
