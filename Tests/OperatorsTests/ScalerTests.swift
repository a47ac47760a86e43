import Graphs
import Operators
import Tensors
import Testing

@Suite("Scaler")
struct ScalerTests {
  private func scale(
    _ x: Tensor, offset: [Float]? = nil, scale: [Float]? = nil
  ) throws -> Tensor {
    var attributes: [String: AttributeValue] = [:]
    attributes["offset"] = offset.map { .floats($0) }
    attributes["scale"] = scale.map { .floats($0) }
    let node = try OperatorCatalog.standard.node(
      "Scaler", domain: "ai.onnx.ml", opset: 1, named: "s", inputs: [ValueID(0)],
      outputs: [ValueID(1)], attributes: attributes)
    let outputs = try node.operation.evaluate(Evaluation(values: [.tensor(x)]))
    return try #require(outputs.first??.tensor)
  }

  @Test("shifts, then scales each feature, and gives floats")
  func features() throws {
    let x = try Tensor([1, 2, 3, 4] as [Int64], shape: [2, 2])
    let y = try scale(x, offset: [1, 2], scale: [2, 0.5])
    #expect(y.dtype == .float && y.shape == [2, 2] && y.doubles == [0, 0, 4, 1])
  }

  @Test("takes one number for every feature, and none for no change")
  func defaults() throws {
    let x = try Tensor([1, 2, 3] as [Double], shape: [1, 3])
    #expect(try scale(x, offset: [1], scale: [4]).doubles == [0, 4, 8])
    #expect(try scale(x, scale: [2]).doubles == [2, 4, 6])
    #expect(try scale(x).doubles == [1, 2, 3])
  }

  @Test("refuses lengths that differ, from each other or from the features")
  func lengths() throws {
    let x = try Tensor([1, 2, 3] as [Float], shape: [1, 3])
    #expect(throws: OperatorError.self) { try scale(x, offset: [1, 2], scale: [1]) }
    #expect(throws: OperatorError.mismatch("X has 3 features, but 'offset' and 'scale' have 2")) {
      try scale(x, offset: [1, 2], scale: [1, 2])
    }
  }
}
