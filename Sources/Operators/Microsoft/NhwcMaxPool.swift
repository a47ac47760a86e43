import Graphs
import Tensors

/// The greatest byte of each window, of an image whose channels come last; padding never wins.
///
/// - Shapes: x `[N, D1…, C]`, y `[N, E1…, C]` with extents as MaxPool's.
/// - Source: com.microsoft NhwcMaxPool, version 1.
struct NhwcMaxPool: Windowed, Composite {
  static let schema = OperatorSchema(
    "NhwcMaxPool", domain: "com.microsoft", inputs: [.one("x", "T")], outputs: [.one("y", "T")],
    history: [
      .since(
        1, ["T": [.int8, .uint8]],
        attributes: [
          autoPad.or("NOTSET"), ceilMode.or(0), dilations.optional, kernelShape.required,
          pads.optional, strides.optional,
        ])
    ])
  static let tolerance = Tolerance.exact

  let settings: WindowSettings

  init(_ node: NodeReader) throws(OperatorError) {
    settings = try WindowSettings(node, of: Self.self)
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    guard let dims = x.dims else { return [.tensor(x)] }
    return [try TensorType(x.dtype, try settings.channelsLast(dims)).checked()]
  }

  func composition(_ inputs: Inference, wanted: [Bool]) throws(OperatorError) -> Graph {
    let rank = try inputs.tensor(0).rank ?? 0
    try checkSpatial(rank)
    var graph = GraphBuilder(Self.schema.name, opset: 21)
    let x = try graph.channelsSecond(graph.input(), rank: rank)
    let y = try graph.apply("MaxPool", x, attributes: settings.attributes)
    let result = try graph.channelsLast(y, rank: rank)
    return graph.composed(result)
  }
}
