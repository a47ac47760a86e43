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
