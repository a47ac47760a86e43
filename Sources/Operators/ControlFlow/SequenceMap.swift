import Graphs
import Tensors

/// The sequences of what a body makes of each element; inputs that are tensors go to every element.
///
/// - Throws: `.mismatch` when sequences differ in length.
/// - Source: ONNX SequenceMap, opset 17.
struct SequenceMap: ControlFlow {
  static let body = AttributeKey<Graph>("body")
  static let schema = OperatorSchema(
    "SequenceMap",
    inputs: [
      .one("input_sequence", "S"),
      .variadic("additional_inputs", "V", minimum: 0, isHomogeneous: false),
    ], outputs: [.variadic("out_sequence", "S", isHomogeneous: false)],
    history: [
      .since(
        17, ["S": .sequences(of: .classic), "V": .classic + .sequences(of: .classic)],
        attributes: [body.required])
    ])

  let body: Graph

  init(_ node: NodeReader) throws(OperatorError) {
    body = try node[Self.body]
    guard body.inputs.count == node.inputCount else {
      throw .mismatch("a body of \(body.inputs.count) inputs was given \(node.inputCount)")
    }
  }

  var bodies: [Graph] { [body] }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    var elements: [ValueType] = []
    for index in inputs.types.indices {
      let type = try inputs.type(index)
      if case .sequence(let element) = type {
        elements.append(element ?? .unknown)
      } else {
        elements.append(type)
      }
    }
    return try inputs.inferBody(body, elements).map { .sequence($0 == .unknown ? nil : $0) }
  }

  func execute<F: Flow>(
    _ inputs: [F.Item?], wanted: [Bool], in flow: F
  ) throws -> [F.Item?] {
    let items = try flow.present(inputs, of: body)
    var sequences: [[Value]?] = []
    for item in items {
      if case .sequence = flow.type(of: item), case .sequence(let values, _) = try flow.host(item) {
        sequences.append(values)
      } else {
        sequences.append(nil)
      }
    }
    guard let count = sequences.first??.count else {
      throw OperatorError.wrongType(input: 0, found: "a tensor", expected: "a sequence")
    }
    for (index, values) in sequences.enumerated() {
      if let values, values.count != count {
        throw OperatorError.mismatch(
          "input \(index) has \(values.count) elements, the first has \(count)")
      }
    }
    var results: [[Value]] = Array(repeating: [], count: body.outputs.count)
    for element in 0..<count {
      let outputs = try flow.run(
        .own(0),
        zip(items, sequences).map { item, values in
          values.map { flow.item($0[element]) } ?? item
        })
      for (k, output) in try flow.present(outputs, of: body).enumerated() {
        results[k].append(try flow.host(output))
      }
    }
    return try zip(results, body.outputs).map { values, id in
      guard let kind = values.first?.kind ?? body.types[id]?.kind else {
        throw OperatorError.unsupported("an empty sequence whose type is not declared")
      }
      return flow.item(.sequence(values, of: kind))
    }
  }
}

extension SequenceMap {
  private static let handing = SampleBody(["x": "V"], to: ["y": "V"]).then("Identity", "x", to: "y")
  private static let adding = SampleBody(["x": "V", "b": "V"], to: ["y": "V", "z": "V"])
    .then("Add", "x", "b", to: "y").then("Identity", "b", to: "z")
  private static let keeping = SampleBody(["x": "V", "b": "V"], to: ["y": "V", "z": "V"])
    .then("Identity", "x", to: "y").then("Identity", "b", to: "z")
  private static let three = Draw.sequence(.normal(2, 3), .normal(1), .normal(0, 3))

  static let samples: [Sample] =
    anyType.map { $0.types("V", .classic).tied("S", to: "V") }
    + pairs.map { $0.types("V", .classic).tied("S", to: "V").outputs(count: 2) }
    + sums.map {
      $0.types("V", [.float, .double, .int32, .int64]).tied("S", to: "V").outputs(count: 2)
    }
    + refusals.map { $0.types("V", [.float]).tied("S", to: "V").outputs(true) }

  private static let anyType: [Sample] = [
    Sample([three], ["body": .body(handing)]),
    Sample([.sequence(.special(33))], ["body": .body(handing)]),
    Sample([.sequence()], ["body": .body(handing)]),
  ]

  private static let pairs: [Sample] = [
    Sample([three, .special(33)], ["body": .body(keeping)]),
    Sample(
      [three, Draw.sequence(.normal(3), .normal(2), .special(33)).like("S")],
      ["body": .body(keeping)]),
  ]

  private static let sums: [Sample] = [
    Sample([three, .normal(1, 3)], ["body": .body(adding)]),
    Sample(
      [three, Draw.sequence(.normal(3), .normal(2), .normal(3)).like("S")],
      ["body": .body(adding)]),
    Sample([.sequence(), .normal(3)], ["body": .body(adding)]),
  ]

  private static let refusals: [Sample] = [
    .refused(.attribute, "a body is required", [three]),
    .refused(
      .shape, "sequences are as long",
      [three, Draw.sequence(.normal(3)).like("S")], ["body": .body(adding)]),
    .refused(.value, "the body takes what the node is given", [three], ["body": .body(adding)]),
  ]
}
