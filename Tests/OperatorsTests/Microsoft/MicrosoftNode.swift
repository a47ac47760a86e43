import Graphs
import Tensors
import Testing

@testable import Operators

/// One node of onnxruntime's domain, for tests: what it is made of is run node by node.
struct MicrosoftNode {
  let operation: any Operator

  init(
    _ name: String, _ attributes: [String: AttributeValue] = [:], inputs: Int = 1, outputs: Int = 1
  ) throws {
    let type = try #require(OperatorCatalog.standard.find(name, domain: "com.microsoft"))
    let revision = try #require(type.schema.revision(at: 1))
    operation = try type.init(
      NodeReader(
        opset: 1, revision: revision, inputCount: inputs, outputCount: outputs, given: attributes))
  }

  /// The outputs that are asked for, `nil` in the others' places.
  func outputs(_ inputs: [Tensor?], wanted: [Bool] = [true]) throws -> [Tensor?] {
    let values = inputs.map { $0.map { Value.tensor($0) } }
    return try operation.evaluate(
      Evaluation(
        values: values, wanted: wanted,
        run: { body, values throws(OperatorError) in
          try run(body, values)
        })
    ).map { $0?.tensor }
  }

  /// The first output.
  func evaluate(_ inputs: Tensor?...) throws -> Tensor {
    try #require(try outputs(inputs).first ?? nil)
  }

  func numbers(_ inputs: Tensor?...) throws -> [Double] {
    try #require(try outputs(inputs).first??.doubles)
  }
}

private func run(_ body: Body, _ inputs: [Value?]) throws(OperatorError) -> [Value?] {
  let graph: Graph
  switch body {
  case .composed(_, let make): graph = try make()
  case .made(let made): graph = made
  case .own: throw .unsupported("a body of the node")
  }
  var values = graph.constants.mapValues { Value?.some($0) }
  for (id, value) in zip(graph.inputs, inputs) { values[id] = value }
  for node in graph.nodes {
    let results = try node.operation.evaluate(
      Evaluation(
        values: node.inputs.map { $0.flatMap { values[$0] ?? nil } },
        wanted: node.outputs.map { $0 != nil }))
    for (id, value) in zip(node.outputs, results) { if let id { values[id] = value } }
  }
  return graph.outputs.map { values[$0] ?? nil }
}

/// Whether all numbers are as near as float32 sums of a few terms are.
func near(_ a: [Double], _ b: [Double], within: Double = 1e-6) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= within * max(1, abs($1)) }
}

func codes(_ values: [Int32], _ shape: Shape? = nil) throws -> Tensor {
  try Tensor(values, shape: shape ?? [values.count])
}
