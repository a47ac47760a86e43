import Graphs
import Tensors
import Testing

@testable import Operators

/// One node of a standard operator, for tests.
struct TestNode {
  let operation: any Operator

  init(
    _ name: String, opset: Int, _ attributes: [String: AttributeValue] = [:], inputs: Int = 1,
    outputs: Int = 1, domain: String = ""
  ) throws {
    let type = try #require(OperatorCatalog.standard.find(name, domain: domain))
    let revision = try #require(type.schema.revision(at: opset))
    operation = try type.init(
      NodeReader(
        opset: opset, revision: revision, inputCount: inputs, outputCount: outputs,
        given: attributes))
  }

  /// The first output.
  func evaluate(_ inputs: Tensor?..., precision: Precision = .native) throws -> Tensor {
    let values = inputs.map { $0.map { Value.tensor($0) } }
    let outputs = try operation.evaluate(Evaluation(values: values, precision: precision))
    return try #require(outputs.first??.tensor)
  }

  /// The first output's type, as far as the inputs' types tell.
  func infer(_ types: TensorType..., known: [Value?] = []) throws -> TensorType {
    let inference = Inference(
      types: types.map { .tensor($0) },
      known: known + types.dropFirst(known.count).map { _ in nil },
      outputCount: 1)
    return try #require(try operation.infer(inference).first?.tensor)
  }
}

func floats(_ values: [Float], _ shape: Shape? = nil) throws -> Tensor {
  try Tensor(values, shape: shape ?? [values.count])
}

/// Numbers below 1 whose sums round, from a linear congruence.
func uneven(_ shape: Shape, seed: UInt32) throws -> Tensor {
  var state = seed
  let values = (0..<shape.count).map { _ in
    state = state &* 1_664_525 &+ 1_013_904_223
    return Float(Int32(bitPattern: state)) * 0x1p-31
  }
  return try floats(values, shape)
}
