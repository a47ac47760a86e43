import Graphs
import Tensors

/// The outputs of one of two bodies, as a condition decides.
///
/// - Throws: `.mismatch` unless the condition is one boolean.
/// - Source: ONNX If, opsets 1, 11, 13, 16, 19, 21, 23, 24, 25.
struct If: ControlFlow {
  static let elseBranch = AttributeKey<Graph>("else_branch")
  static let thenBranch = AttributeKey<Graph>("then_branch")
  static let schema = OperatorSchema(
    "If", inputs: [.one("cond", "B")], outputs: [.variadic("outputs", "V", isHomogeneous: false)],
    history: [
      .since(
        1, ["V": .classic, "B": [.bool]],
        attributes: [elseBranch.required, thenBranch.required]),
      .since(
        11, ["V": .classic, "B": [.bool]],
        attributes: [elseBranch.required, thenBranch.required]),
      .since(
        13, ["V": .classic + .sequences(of: .classic), "B": [.bool]],
        attributes: [elseBranch.required, thenBranch.required]),
      .since(
        16,
        [
          "V": .classicAndBFloat16 + .sequences(of: .classicAndBFloat16)
            + .optionals(of: .classicAndBFloat16 + .sequences(of: .classicAndBFloat16)),
          "B": [.bool],
        ],
        attributes: [elseBranch.required, thenBranch.required]),
      .since(
        19,
        [
          "V": .ir9 + .sequences(of: .ir9) + .optionals(of: .ir9)
            + .optionals(of: .sequences(of: .classicAndBFloat16)), "B": [.bool],
        ],
        attributes: [elseBranch.required, thenBranch.required]),
      .since(
        21,
        [
          "V": .ir10 + .sequences(of: .ir10) + .optionals(of: .ir10)
            + .optionals(of: .sequences(of: .classicAndBFloat16)), "B": [.bool],
        ],
        attributes: [elseBranch.required, thenBranch.required]),
      .since(
        23,
        [
          "V": .ir11 + .sequences(of: .ir11) + .optionals(of: .ir11)
            + .optionals(of: .sequences(of: .classicAndBFloat16)), "B": [.bool],
        ],
        attributes: [elseBranch.required, thenBranch.required]),
      .since(
        24,
        [
          "V": .ir12 + .sequences(of: .ir12) + .optionals(of: .ir12)
            + .optionals(of: .sequences(of: .classicAndBFloat16)), "B": [.bool],
        ],
        attributes: [elseBranch.required, thenBranch.required]),
      .since(
        25,
        [
          "V": .ir13 + .sequences(of: .ir13) + .optionals(of: .ir13)
            + .optionals(of: .sequences(of: .classicAndBFloat16)), "B": [.bool],
        ],
        attributes: [elseBranch.required, thenBranch.required]),
    ])

  let thenBranch: Graph
  let elseBranch: Graph

  init(_ node: NodeReader) throws(OperatorError) {
    thenBranch = try node[Self.thenBranch]
    elseBranch = try node[Self.elseBranch]
    guard thenBranch.outputs.count == elseBranch.outputs.count else {
      throw .mismatch(
        "the branches have \(thenBranch.outputs.count) and \(elseBranch.outputs.count) outputs")
    }
  }

  var bodies: [Graph] { [thenBranch, elseBranch] }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    if let condition = inputs.knownTensor(0)?.integers?.first {
      return try inputs.inferBody(condition != 0 ? thenBranch : elseBranch, [])
    }
    let (a, b) = (
      try inputs.inferBody(thenBranch, []), try inputs.inferBody(elseBranch, [])
    )
    return zip(a, b).map { $0.generalized(with: $1) }
  }

  func execute<F: Flow>(
    _ inputs: [F.Item?], wanted: [Bool], in flow: F
  ) throws -> [F.Item?] {
    let condition = try flow.flag(inputs, 0)
    guard let condition else { throw OperatorError.missingInput(0) }
    return try flow.run(.own(condition ? 0 : 1), [])
  }
}

extension If {
  /// The gradients of what the branches read: a node that runs the taken branch and its derivative.
  func gradients(
    _ outputGradients: [Term?], of node: Node, to active: Set<ValueID>, _ writer: TermWriter
  ) throws(OperatorError) -> [(ValueID, Term)] {
    let read = Set(node.reads).intersection(active).sorted().compactMap(writer.term)
    guard let condition = node.inputs.first.flatMap({ $0 }).flatMap(writer.term) else {
      throw .missingInput(0)
    }
    func derivative(_ branch: Graph) throws(OperatorError) -> AttributeValue {
      let body = writer.inner()
      var around: [ValueID: Term] = [:]
      for id in branch.captures { around[id] = writer.term(id).map(body.reading) }
      let outputs = try body.write(branch, over: [], around: around)
      let found = try ReverseSweep(body, 0..<body.nodes.count).gradients(
        of: outputs, outputGradients.map { $0.map(body.reading) }, at: read.map(body.reading))
      let results = try zip(read, found).map { input, gradient throws(OperatorError) in
        // A branch's outputs are values of its own.
        try gradient.orZeros(like: body.reading(input)).map(.identity)
      }
      return .graph(body.graph("derivative", inputs: [], outputs: results))
    }
    let node = try OperatorCatalog.standard.node(
      "If", opset: TermWriter.opset, named: "\(node.name)/derivative", inputs: [condition.id],
      outputs: read.map { _ in writer.newValue() },
      attributes: [
        "then_branch": try derivative(thenBranch), "else_branch": try derivative(elseBranch),
      ])
    return zip(read, writer.append(node, read.map(\.type))).map { ($0.id, $1) }
  }
}

extension If {
  /// Each branch hands on a value from around the node.
  private static let choice: [String: SampleAttribute] = [
    "then_branch": .body(SampleBody(to: ["y": "V"]).then("Identity", "around0", to: "y")),
    "else_branch": .body(SampleBody(to: ["z": "V"]).then("Identity", "around1", to: "z")),
  ]
  private static func chosen(_ condition: Draw, _ a: Draw, _ b: Draw) -> Sample {
    Sample([condition], choice).around(a.like("V"), b.like("V"))
  }
  private static let sums: [String: SampleAttribute] = [
    "then_branch": .body(
      SampleBody(to: ["y": "V", "s": "V"]).then("Add", "around0", "around1", to: "y")
        .then("Mul", "y", "around0", to: "s")),
    "else_branch": .body(
      SampleBody(to: ["z": "V", "t": "V"]).then("Sub", "around0", "around1", to: "z")
        .then("Identity", "around1", to: "t")),
  ]

  static let samples: [Sample] =
    [
      chosen(.scalar(1), .normal(2, 3), .normal(4)), chosen(.scalar(0), .normal(2, 3), .normal(4)),
      chosen(.list(1), .special(33), .normal(1)),
      chosen(.scalar(0).constant, .normal(0), .normal()),
    ].flatMap {
      // Identity takes all of them from opset 16 on.
      [$0.types("V", Identity.allKinds).since(16), $0.types("V", .classic).before(16)]
    }
    + [1.0, 0].map { condition in
      Sample([.scalar(condition)], sums).around(
        Draw.normal(2, 3).like("V"), Draw.normal(2, 3).like("V")
      )
      .types("V", [.float, .double, .int32, .int64]).outputs(count: 2).since(7)
    } + [
      .refused(
        .attribute, "then_branch is required", [.scalar(1)],
        choice.filter { $0.key == "else_branch" }
      )
      .around(Draw.normal(2).of(.float), Draw.normal(2).of(.float)),
      .refused(
        .attribute, "else_branch is required", [.scalar(1)],
        choice.filter { $0.key == "then_branch" }
      )
      .around(Draw.normal(2).of(.float), Draw.normal(2).of(.float)),
      .refused(.shape, "the condition is one boolean", [.list(1, 0)], choice)
        .around(Draw.normal(2).of(.float), Draw.normal(2).of(.float)),
      .refused(
        .value, "branches have as many outputs", [.scalar(1)],
        choice.merging(["then_branch": sums["then_branch"] ?? .list([])]) { $1 }
      ).around(Draw.normal(2).of(.float), Draw.normal(2).of(.float)).since(7),
    ]
}
