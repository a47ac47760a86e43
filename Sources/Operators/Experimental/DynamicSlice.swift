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

extension DynamicSlice {
  static let samples: [Sample] = [
    Sample([.normal(5, 6), .list(1, 2), .list(4, 5)]),
    Sample([.normal(5, 6), .list(-3), .list(-1), .list(1)]),
    Sample([.normal(2, 3, 9), .list(0, 1).constant, .list(99, 7).constant, .list(2, 0).constant]),
    Sample([.special(33), .list(3), .list(17)]),
    Sample([.normal(5, 6), .list(4), .list(2), .list(0)]),
    Sample([.normal(0, 6), .list(0), .list(3)]),
    .refused(.shape, "starts and ends are as many", [.normal(5, 6), .list(1, 2), .list(4)]),
    .refused(.range, "axes are axes of data", [.normal(5, 6), .list(1), .list(4), .list(2)]),
    .refused(.missing, "ends are required", [.normal(5, 6), .list(1)]),
  ]
}
