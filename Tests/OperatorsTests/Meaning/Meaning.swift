import Graphs
import Tensors
import Testing

@testable import Operators

/// What one node makes of values, worked by hand.
struct Meaning: CustomTestStringConvertible, Sendable {
  let name: String
  let opset: Int
  let attributes: [String: AttributeValue]
  let inputs: [Value?]
  let outputs: [Value?]
  /// How far a float may be off, of its size or of 1.
  let share: Double

  var testDescription: String { "\(name)-\(opset) \(attributes.keys.sorted())" }

  init(
    _ name: String, _ opset: Int, _ attributes: [String: AttributeValue] = [:],
    of inputs: Value?..., is outputs: Value?..., within share: Double = 1e-6
  ) {
    self.name = name
    self.opset = opset
    self.attributes = attributes
    self.inputs = inputs
    self.outputs = outputs
    self.share = share
  }

  func check() throws {
    let domains = ["", "ai.onnx.ml", "ai.onnx.preview.training"]
    let type = try #require(
      domains.lazy.compactMap { OperatorCatalog.standard.find(name, domain: $0) }.first)
    let revision = try #require(type.schema.revision(at: opset))
    let operation = try type.init(
      NodeReader(
        opset: opset, revision: revision, inputCount: inputs.count, outputCount: outputs.count,
        given: attributes))
    let found = try operation.evaluate(
      Evaluation(values: inputs, wanted: outputs.map { $0 != nil }))
    for (number, expected) in outputs.enumerated() {
      guard let expected else { continue }
      try expect(try #require(found[number]), expected)
    }
  }

  private func expect(_ found: Value, _ expected: Value) throws {
    switch (found, expected) {
    case (.tensor(let a), .tensor(let b)): try expect(a, b)
    case (.sequence(let a, let kind), .sequence(let b, let other)):
      #expect(a.count == b.count && kind == other, "\(kind.name), expected \(other.name)")
      for (a, b) in zip(a, b) { try expect(a, b) }
    case (.optional(let a?, _), .optional(let b?, _)): try expect(a, b)
    default: Issue.record("\(found.kind.name), expected \(expected.kind.name)")
    }
  }

  private func expect(_ found: Tensor, _ expected: Tensor) throws {
    #expect(found.dtype == expected.dtype && found.shape == expected.shape)
    guard let values = expected.doubles, expected.dtype.floatFormat != nil else {
      #expect(found.hasBits(of: expected))
      return
    }
    let own = try #require(found.doubles)
    for (a, b) in zip(own, values) {
      let isRight = a == b || (a.isNaN && b.isNaN) || abs(a - b) <= share * max(1, abs(b))
      #expect(isRight, "\(own), expected \(values)")
    }
  }
}

extension Value {
  static func floats(_ values: Float..., shape: Shape? = nil) throws -> Value {
    .tensor(try Tensor(values, shape: shape ?? [values.count]))
  }
  static func ints(_ values: Int64..., shape: Shape? = nil) throws -> Value {
    .tensor(try Tensor(values, shape: shape ?? [values.count]))
  }
  static func bools(_ values: Bool...) -> Value { .tensor(Tensor(vector: values)) }
  static func texts(_ values: String..., shape: Shape? = nil) throws -> Value {
    .tensor(try Tensor(values, shape: shape ?? [values.count]))
  }
  static func bytes(_ values: UInt8..., shape: Shape? = nil) throws -> Value {
    .tensor(try Tensor(values, shape: shape ?? [values.count]))
  }
  static func scalar<T: Element>(_ value: T) -> Value { .tensor(Tensor(scalar: value)) }
  static func list(_ values: Value..., of dtype: DType = .float) -> Value {
    .sequence(values, of: .tensor(dtype))
  }
}
