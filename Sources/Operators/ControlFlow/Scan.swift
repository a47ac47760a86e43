import Graphs
import Tensors

/// Runs a body once for each slice of some inputs, carrying values along and stacking others.
///
/// - Shapes: since opset 9 each input is scanned along its own axis. In opset 8 axis 0 is a batch,
///   each entry of which is scanned along axis 1, up to `sequence_lens[b]`; what lies beyond is
///   zero.
/// - Throws: `.mismatch` when scanned inputs differ in length or attributes in number.
/// - Source: ONNX Scan, opsets 8, 9, 11, 16, 19, 21, 23, 24, 25.
struct Scan: ControlFlow {
  static let body = AttributeKey<Graph>("body")
  static let directions = AttributeKey<[Int]>("directions")
  static let numScanInputs = AttributeKey<Int>("num_scan_inputs")
  static let scanInputAxes = AttributeKey<[Int]>("scan_input_axes")
  static let scanInputDirections = AttributeKey<[Int]>("scan_input_directions")
  static let scanOutputAxes = AttributeKey<[Int]>("scan_output_axes")
  static let scanOutputDirections = AttributeKey<[Int]>("scan_output_directions")
  static let schema = OperatorSchema(
    "Scan", inputs: [.variadic("initial_state_and_scan_inputs", "V", isHomogeneous: false)],
    outputs: [.variadic("final_state_and_scan_outputs", "V", isHomogeneous: false)],
    history: [
      .since(
        8, ["I": [.int64], "V": .classic],
        attributes: [body.required, directions.optional, numScanInputs.required],
        inputs: [
          .optional("sequence_lens", "I"),
          .variadic("initial_state_and_scan_inputs", "V", isHomogeneous: false),
        ]),
      .since(
        9, ["V": .classic],
        attributes: [
          body.required, numScanInputs.required, scanInputAxes.optional,
          scanInputDirections.optional, scanOutputAxes.optional, scanOutputDirections.optional,
        ]),
      .since(
        11, ["V": .classic],
        attributes: [
          body.required, numScanInputs.required, scanInputAxes.optional,
          scanInputDirections.optional, scanOutputAxes.optional, scanOutputDirections.optional,
        ]),
      .since(
        16, ["V": .classicAndBFloat16],
        attributes: [
          body.required, numScanInputs.required, scanInputAxes.optional,
          scanInputDirections.optional, scanOutputAxes.optional, scanOutputDirections.optional,
        ]),
      .since(
        19, ["V": .ir9],
        attributes: [
          body.required, numScanInputs.required, scanInputAxes.optional,
          scanInputDirections.optional, scanOutputAxes.optional, scanOutputDirections.optional,
        ]),
      .since(
        21, ["V": .ir10],
        attributes: [
          body.required, numScanInputs.required, scanInputAxes.optional,
          scanInputDirections.optional, scanOutputAxes.optional, scanOutputDirections.optional,
        ]),
      .since(
        23, ["V": .ir11],
        attributes: [
          body.required, numScanInputs.required, scanInputAxes.optional,
          scanInputDirections.optional, scanOutputAxes.optional, scanOutputDirections.optional,
        ]),
      .since(
        24, ["V": .ir12],
        attributes: [
          body.required, numScanInputs.required, scanInputAxes.optional,
          scanInputDirections.optional, scanOutputAxes.optional, scanOutputDirections.optional,
        ]),
      .since(
        25, ["V": .ir13],
        attributes: [
          body.required, numScanInputs.required, scanInputAxes.optional,
          scanInputDirections.optional, scanOutputAxes.optional, scanOutputDirections.optional,
        ]),
    ])

  let body: Graph
  let isBatched: Bool
  let stateCount: Int
  private let scans: [Direction]
  private let stacks: [Direction]

  /// How a tensor is walked.
  private struct Direction: Sendable {
    var axis: Int
    var isReverse: Bool
  }

  init(_ node: NodeReader) throws(OperatorError) {
    body = try node[Self.body]
    isBatched = node.opset < 9
    let scanned = try node[Self.numScanInputs]
    guard (0...body.inputs.count).contains(scanned) else {
      throw .attribute(
        "num_scan_inputs", found: "\(scanned)", expected: "one of 0...\(body.inputs.count)")
    }
    let states = body.inputs.count - scanned
    stateCount = states
    guard states <= body.outputs.count,
      node.inputCount - (isBatched ? 1 : 0) == body.inputs.count
    else {
      throw .mismatch(
        "\(node.inputCount) inputs, \(scanned) of them scanned, do not suit a body of "
          + "\(body.inputs.count) inputs and \(body.outputs.count) outputs")
    }
    func directions(
      _ count: Int, _ reverses: [Int]?, _ axes: [Int]?
    ) throws(OperatorError) -> [Direction] {
      guard reverses == nil || reverses?.count == count, axes == nil || axes?.count == count
      else { throw .mismatch("a scan's directions or axes are not \(count)") }
      return (0..<count).map {
        Direction(axis: axes?[$0] ?? 0, isReverse: (reverses?[$0] ?? 0) != 0)
      }
    }
    scans = try directions(
      scanned, node[ifPresent: isBatched ? Self.directions : Self.scanInputDirections],
      node[ifPresent: Self.scanInputAxes])
    stacks = try directions(
      body.outputs.count - states, node[ifPresent: Self.scanOutputDirections],
      node[ifPresent: Self.scanOutputAxes])
  }

  var bodies: [Graph] { [body] }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let offset = isBatched ? 1 : 0
    var types: [ValueType] = []
    var batch = Dimension.unknown
    var length = Dimension.unknown
    for k in 0..<(stateCount + scans.count) {
      let type = try inputs.type(k + offset)
      guard let tensor = type.tensor, var dims = tensor.dims else {
        types.append(type)
        continue
      }
      if isBatched {
        guard !dims.isEmpty else {
          throw .rank(input: k + offset, found: 0, expected: "at least 1")
        }
        batch = batch.merged(with: dims.removeFirst()) ?? batch
      }
      if k >= stateCount {
        let axis = try resolve(axis: scans[k - stateCount].axis, rank: dims.count)
        guard axis < dims.count else {
          throw .rank(input: k + offset, found: dims.count, expected: "an axis to scan")
        }
        guard let merged = length.merged(with: dims.remove(at: axis)) else {
          throw .mismatch("the scanned inputs differ in length")
        }
        length = merged
      }
      types.append(.tensor(TensorType(tensor.dtype, dims)))
    }
    let outputs = try inputs.inferBody(body, types)
    return try outputs.enumerated().map { k, type throws(OperatorError) in
      var result =
        k < stateCount
        ? type.generalized(with: types[k])
        : try type.stacked(axis: stacks[k - stateCount].axis, extent: length)
      if isBatched { result = try result.stacked(axis: 0, extent: batch) }
      return result
    }
  }

  func execute<F: Flow>(
    _ inputs: [F.Item?], wanted: [Bool], in flow: F
  ) throws -> [F.Item?] {
    let items = try flow.present(Array(inputs.dropFirst(isBatched ? 1 : 0)), of: body)
    guard isBatched else { return try scan(items, padded: false, length: nil, in: flow) }
    let first = try flow.shape(of: items[0])
    guard first.rank > 0 else {
      throw OperatorError.rank(input: 1, found: 0, expected: "at least 1")
    }
    let lengths = try inputs[0].map { item in try flow.host(item).tensor?.integers ?? [] }
    guard lengths == nil || lengths?.count == first[0] else {
      throw OperatorError.mismatch("\(lengths?.count ?? 0) lengths for a batch of \(first[0])")
    }
    var results: [[F.Item]] = Array(repeating: [], count: body.outputs.count)
    for entry in 0..<first[0] {
      let slices = try items.map { try flow.slice($0, axis: 0, index: entry) }
      let outputs = try scan(slices, padded: true, length: lengths?[entry], in: flow)
      for (k, output) in outputs.enumerated() { results[k].append(output) }
    }
    return try zip(results, body.outputs).map {
      try flow.stack($0, axis: 0, orEmpty: body.types[$1])
    }
  }

  /// The final states and the stacked outputs of one scan.
  private func scan<F: Flow>(
    _ items: [F.Item], padded: Bool, length asked: Int?, in flow: F
  ) throws -> [F.Item] {
    var states = Array(items.prefix(stateCount))
    let scanned = Array(items.dropFirst(stateCount))
    var axes: [Int] = []
    var extent = 0
    for (k, item) in scanned.enumerated() {
      let shape = try flow.shape(of: item)
      let axis = try resolve(axis: scans[k].axis, rank: shape.rank)
      guard axis < shape.rank, k == 0 || shape[axis] == extent else {
        throw OperatorError.mismatch("scanned input \(k) does not have \(extent) slices")
      }
      extent = shape[axis]
      axes.append(axis)
    }
    let length = asked ?? extent
    guard (0...extent).contains(length) else {
      throw OperatorError.index(length, extent: extent + 1)
    }
    var collected: [[F.Item]] = Array(repeating: [], count: stacks.count)
    for step in 0..<length {
      if Task.isCancelled { throw OperatorError.cancelled }
      let slices = try scanned.indices.map { k in
        try flow.slice(
          scanned[k], axis: axes[k], index: scans[k].isReverse ? length - 1 - step : step)
      }
      let outputs = try flow.present(try flow.run(.own(0), states + slices), of: body)
      states = Array(outputs.prefix(stateCount))
      for (k, output) in outputs.dropFirst(stateCount).enumerated() {
        collected[k].append(output)
      }
    }
    let types = body.outputs.dropFirst(stateCount).map { body.types[$0] }
    return try states
      + stacks.indices.map { k in
        if stacks[k].isReverse { collected[k].reverse() }
        if padded, let sample = collected[k].first, length < extent,
          let type = flow.type(of: sample).tensor, let shape = type.shape
        {
          let zeros = flow.item(.tensor(try Tensor.filled(try .zero(type.dtype), shape)))
          collected[k] += Array(repeating: zeros, count: extent - length)
        }
        return try flow.stack(collected[k], axis: stacks[k].axis, orEmpty: types[k])
      }
  }
}

extension Scan {
  /// Hands a state and a slice on.
  private static let handing = SampleBody(["s": "V", "x": "V"], to: ["t": "V", "y": "V"])
    .then("Identity", "s", to: "t").then("Identity", "x", to: "y")
  /// A running sum.
  private static let summing = SampleBody(["s": "V", "x": "V"], to: ["t": "V", "y": "V"])
    .then("Add", "s", "x", to: "t").then("Identity", "t", to: "y")
  /// Two scanned values, no state.
  private static let pairing = SampleBody(["a": "V", "b": "V"], to: ["y": "V"])
    .then("Add", "a", "b", to: "y")

  private static func handed(
    _ x: Draw, _ attributes: [String: SampleAttribute] = [:]
  ) -> Sample {
    scan([.normal(2), x], handing, attributes).since(9)
  }
  private static func scan(
    _ inputs: [Draw?], _ body: SampleBody, _ attributes: [String: SampleAttribute] = [:]
  ) -> Sample {
    Sample(inputs, ["body": .body(body), "num_scan_inputs": 1].merging(attributes) { $1 })
      .outputs(count: 2)
  }

  static let samples: [Sample] =
    anyType + sums.map { $0.types("V", [.float, .double, .int32, .int64]) }
    + refusals.map {
      $0.types("V", [.float]).since(9).outputs(true)
    }

  private static let anyType: [Sample] = [
    handed(.normal(4, 3)),
    handed(.normal(3, 4), ["scan_input_axes": [1], "scan_output_axes": [1]]),
    handed(
      .normal(3, 5),
      [
        "scan_input_directions": [1], "scan_output_directions": [1], "scan_input_axes": [-1],
        "scan_output_axes": [-1],
      ]), handed(.special(17)), handed(.normal(1, 9)),
  ]

  private static let sums: [Sample] = [
    scan([.normal(3), .normal(4, 3)], summing).since(9),
    scan([.normal(3), .normal(0, 3)], summing).since(9),
    scan([.normal(3), .normal(4, 3)], summing, ["scan_input_directions": [1]]).since(9),
    scan([.normal(3), .normal(33, 3)], summing, ["scan_output_directions": [1]]).since(9),
    scan([.normal(4, 2), .normal(4, 2)], pairing, ["num_scan_inputs": 2]).since(9).outputs(true),
    scan(
      [.normal(4, 2), .normal(2, 4)], pairing,
      ["num_scan_inputs": 2, "scan_input_axes": [0, 1], "scan_output_axes": [1]]
    ).since(9).outputs(true),
    scan([nil, .normal(2, 3), .normal(2, 4, 3)], summing).before(9),
    scan([.list(4, 2), .normal(2, 3), .normal(2, 4, 3)], summing).before(9),
    scan([nil, .normal(2, 3), .normal(2, 4, 3)], summing, ["directions": [1]]).before(9),
  ]

  private static let refusals: [Sample] = [
    .refused(
      .attribute, "a body is required", [.normal(3), .normal(4, 3)], ["num_scan_inputs": 1]),
    .refused(
      .attribute, "num_scan_inputs is required", [.normal(3), .normal(4, 3)],
      ["body": .body(summing)]),
    .refused(
      .shape, "scanned inputs are as long", [.normal(4, 2), .normal(3, 2)],
      ["body": .body(pairing), "num_scan_inputs": 2]),
    .refused(
      .range, "a scanned axis is an axis", [.normal(3), .normal(4, 3)],
      ["body": .body(summing), "num_scan_inputs": 1, "scan_input_axes": [2]]),
    .refused(
      .value, "there is an axis a scanned input", [.normal(3), .normal(4, 3)],
      ["body": .body(summing), "num_scan_inputs": 1, "scan_input_axes": [0, 0]]),
  ]
}
