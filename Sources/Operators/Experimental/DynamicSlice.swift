import Graphs
import Tensors

/// A part of a tensor from starts up to ends along axes: ``Slice`` without steps.
///
/// - Shapes: starts, ends and axes `[n]`; absent axes are the first n.
/// - Source: the experimental DynamicSlice of ONNX 1.4, opset 1.
struct DynamicSlice: Composite {
  static let schema = OperatorSchema(
    "DynamicSlice",
    inputs: [
      .one("data", "T"), .one("starts", "Tind"), .one("ends", "Tind"), .optional("axes", "Tind"),
    ], outputs: [.one("output", "T")],
    history: [.experimental(["T": .classic, "Tind": [.int32, .int64]])])
  static let tolerance = Tolerance.exact

  private let slice: any Operator

  init(_ node: NodeReader) throws(OperatorError) {
    slice = try OperatorCatalog.standard.node(
      "Slice", opset: TermWriter.opset, named: "", inputs: [], outputs: []
    ).operation
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] { try slice.infer(inputs) }

  func composition(_ inputs: Inference, wanted: [Bool]) throws(OperatorError) -> Graph {
    var builder = GraphBuilder("DynamicSlice", opset: TermWriter.opset)
    let operands = inputs.types.map { $0 == nil ? nil : builder.input() }
    let output = try builder.apply("Slice", operands, outputCount: 1)
    return builder.composed(output[0])
  }
}
