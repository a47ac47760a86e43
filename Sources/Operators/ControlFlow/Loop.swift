import Graphs
import Tensors

/// Runs a body over and over, carrying values along and collecting others.
///
/// It ends after `M` iterations or when the condition, first the input and then the body's first
/// output, is false, whichever comes first. An absent limit does not limit, and without a condition
/// among the inputs the body's is ignored.
///
/// - Source: ONNX Loop, opsets 1, 11, 13, 16, 19, 21, 23, 24, 25.
struct Loop: ControlFlow {
  static let body = AttributeKey<Graph>("body")
  static let schema = OperatorSchema(
    "Loop",
    inputs: [
      .optional("M", "I"), .optional("cond", "B"),
      .variadic("v_initial", "V", minimum: 0, isHomogeneous: false),
    ], outputs: [.variadic("v_final_and_scan_outputs", "V", isHomogeneous: false)],
    history: [
      .since(
        1, ["V": .classic, "I": [.int64], "B": [.bool]],
        attributes: [body.required],
        inputs: [
          .optional("M", "I"), .optional("cond", "B"),
          .variadic("v_initial", "V", isHomogeneous: false),
        ]),
      .since(
        11, ["V": .classic, "I": [.int64], "B": [.bool]],
        attributes: [body.required]),
      .since(
        13, ["V": .classic + .sequences(of: .classic), "I": [.int64], "B": [.bool]],
        attributes: [body.required]),
      .since(
        16,
        [
          "V": .classicAndBFloat16 + .sequences(of: .classicAndBFloat16)
            + .optionals(of: .classicAndBFloat16 + .sequences(of: .classicAndBFloat16)),
          "I": [.int64], "B": [.bool],
        ],
        attributes: [body.required]),
      .since(
        19,
        [
          "V": .ir9 + .sequences(of: .ir9) + .optionals(of: .ir9)
            + .optionals(of: .sequences(of: .classicAndBFloat16)), "I": [.int64], "B": [.bool],
        ],
        attributes: [body.required]),
      .since(
        21,
        [
          "V": .ir10 + .sequences(of: .ir10) + .optionals(of: .ir10)
            + .optionals(of: .sequences(of: .classicAndBFloat16)), "I": [.int64], "B": [.bool],
        ],
        attributes: [body.required]),
      .since(
        23,
        [
          "V": .ir11 + .sequences(of: .ir11) + .optionals(of: .ir11)
            + .optionals(of: .sequences(of: .classicAndBFloat16)), "I": [.int64], "B": [.bool],
        ],
        attributes: [body.required]),
      .since(
        24,
        [
          "V": .ir12 + .sequences(of: .ir12) + .optionals(of: .ir12)
            + .optionals(of: .sequences(of: .classicAndBFloat16)), "I": [.int64], "B": [.bool],
        ],
        attributes: [body.required]),
      .since(25, ["V": allKinds, "I": [.int64], "B": [.bool]], attributes: [body.required]),
    ])

  let body: Graph

  init(_ node: NodeReader) throws(OperatorError) {
    body = try node[Self.body]
    let carried = max(node.inputCount - 2, 0)
    guard body.inputs.count == carried + 2, body.outputs.count >= carried + 1 else {
      throw .mismatch(
        "a body of \(body.inputs.count) inputs and \(body.outputs.count) outputs does not carry "
          + "\(carried) values")
    }
  }

  var bodies: [Graph] { [body] }

  private var carriedCount: Int { body.inputs.count - 2 }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    var carried: [ValueType] = []
    for k in 0..<carriedCount { carried.append(try inputs.type(k + 2)) }
    let head: [ValueType] = [.tensor(TensorType(.int64, [])), .tensor(TensorType(.bool, []))]
    var outputs = try inputs.inferBody(body, head + carried)
    let after = outputs.dropFirst().prefix(carriedCount)
    if !after.elementsEqual(carried) {
      carried = zip(carried, after).map { $0.generalized(with: $1) }
      let settled = try inputs.inferBody(body, head + carried)
      if !settled.dropFirst().prefix(carriedCount).elementsEqual(carried) {
        carried = carried.map(\.withoutExtents)
        outputs = try inputs.inferBody(body, head + carried)
      } else {
        outputs = settled
      }
    }
    return try carried
      + outputs.dropFirst(1 + carriedCount).map { type throws(OperatorError) in
        try type.stacked(axis: 0, extent: .unknown)
      }
  }

  func execute<F: Flow>(
    _ inputs: [F.Item?], wanted: [Bool], in flow: F
  ) throws -> [F.Item?] {
    let limit = try flow.integer(inputs, 0)
    let condition = try flow.flag(inputs, 1)
    guard condition != nil || limit != nil else {
      throw OperatorError.mismatch("a loop with neither M nor a condition does not end")
    }
    var continues = condition ?? true
    var carried: [F.Item?] = Array(inputs.dropFirst(2))
    var collected: [[F.Item]] = Array(
      repeating: [], count: body.outputs.count - 1 - carriedCount)
    var iteration = 0
    while continues, iteration < limit ?? .max {
      if Task.isCancelled { throw OperatorError.cancelled }
      let head = [
        flow.item(.tensor(Tensor(scalar: Int64(iteration)))),
        flow.item(.tensor(Tensor(scalar: continues))),
      ]
      let outputs = try flow.run(.own(0), head + carried)
      guard let next = try flow.flag(outputs, 0) else {
        throw OperatorError.mismatch("body '\(body.name)' gives no condition")
      }
      continues = condition == nil || next
      carried = Array(outputs[1..<(1 + carriedCount)])
      for (k, item) in try flow.present(
        Array(outputs.dropFirst(1 + carriedCount)), of: body
      ).enumerated() {
        collected[k].append(item)
      }
      iteration += 1
    }
    let types = body.outputs.dropFirst(1 + carriedCount).map { body.types[$0] }
    return try carried
      + zip(collected, types).map { try flow.stack($0, axis: 0, orEmpty: $1) }
  }
}

extension Loop {
  /// Hands its value on, and collects it.
  private static let handing = SampleBody(
    ["i": "tensor(int64)", "c": "tensor(bool)", "v": "V"],
    to: ["go": "tensor(bool)", "w": "V", "s": "V"]
  ).then("Identity", "c", to: "go").then("Identity", "v", to: "w").then("Identity", "v", to: "s")
  /// Hands its value on.
  private static let carrying = SampleBody(
    ["i": "tensor(int64)", "c": "tensor(bool)", "v": "V"], to: ["go": "tensor(bool)", "w": "V"]
  ).then("Identity", "c", to: "go").then("Identity", "v", to: "w")
  /// Hands its value on without a node, as Identity takes fewer types.
  private static let passing = SampleBody(
    ["i": "tensor(int64)", "c": "tensor(bool)", "v": "V"], to: ["go": "tensor(bool)", "v": "V"]
  ).then("Identity", "c", to: "go")
  /// Doubles its value while its number is below another's, and counts.
  private static let doubling = SampleBody(
    ["i": "tensor(int64)", "c": "tensor(bool)", "v": "V"],
    to: ["go": "tensor(bool)", "w": "V", "n": "tensor(int64)", "s": "V"]
  ).then("Less", "i", "around0", to: "go").then("Add", "v", "v", to: "w")
    .then("Identity", "i", to: "n").then("Sub", "w", "v", to: "s")

  /// What it takes in the newest opset.
  private static let allKinds: TypeSet =
    .ir13 + .sequences(of: .ir13) + .optionals(of: .ir13)
    + .optionals(of: .sequences(of: .classicAndBFloat16))

  private static func doubled(_ limit: Draw?, _ condition: Draw?, until last: Double) -> Sample {
    Sample([limit, condition, .normal(2, 3)], ["body": .body(doubling)])
      .around(Draw.scalar(last).of(.int64)).types("V", [.float, .double, .int32, .int64])
      .outputs(count: 3).since(9)
  }

  static let samples: [Sample] =
    [
      Sample([.scalar(3), nil, .normal(2, 3)], ["body": .body(handing)]),
      Sample([.scalar(2), .scalar(1), .special(33)], ["body": .body(handing)]),
    ].flatMap {
      // What is collected is a tensor.
      [
        $0.types("V", .ir13).since(16).outputs(count: 2),
        $0.types("V", .classic).before(16).outputs(count: 2),
      ]
    } + [
      Sample([.scalar(3), nil, .normal(2, 3)], ["body": .body(carrying)]).since(16)
        .types("V", Identity.allKinds),
      Sample([.scalar(0), .scalar(1), .normal(2, 3)], ["body": .body(carrying)]).since(16)
        .types("V", Identity.allKinds),
      Sample([.scalar(3), nil, .normal(2, 3)], ["body": .body(passing)]).since(25)
        .types("V", allKinds),
      doubled(.scalar(9), .scalar(1), until: 3), doubled(.scalar(2), .scalar(1), until: 3),
      doubled(nil, .scalar(1), until: 2), doubled(.scalar(4), nil, until: 1),
      doubled(.scalar(0), .scalar(1), until: 3), doubled(.scalar(5), .scalar(0), until: 3),
      doubled(.list(3).constant, .list(1).constant, until: 9),
      .refused(.attribute, "a body is required", [.scalar(3), nil, .normal(2)]).types(
        "V", [.float]),
      .refused(
        .value, "the body takes number, condition and values",
        [.scalar(3), nil, .normal(2), .normal(2)],
        ["body": .body(carrying)]
      ).types("V", [.float]),
      .refused(
        .shape, "the limit is one number", [.list(3, 4), nil, .normal(2)], ["body": .body(carrying)]
      )
      .types("V", [.float]),
    ]
}
