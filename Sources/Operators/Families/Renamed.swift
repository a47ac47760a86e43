import Graphs
import Tensors

/// An operator of onnxruntime's domain that means what one of ai.onnx means.
protocol Renamed: Operator {
  var meaning: any Operator { get }
}

extension Renamed {
  static var tolerance: Tolerance { .exact }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    try meaning.infer(inputs)
  }
  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    try meaning.scratch(request)
  }
  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    try meaning.evaluate(inputs)
  }
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try meaning.estimate(request)
  }
  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    try meaning.lower(request)
  }
}

extension OperatorCatalog {
  /// The operator of ai.onnx of this name, at an opset.
  ///
  /// - Throws: what the operator says of the attributes.
  func meaning(
    _ name: String, opset: Int, _ attributes: [String: AttributeValue] = [:]
  ) throws(OperatorError) -> any Operator {
    try node(
      name, opset: opset, named: name, inputs: [], outputs: [], attributes: attributes
    ).operation
  }
}
