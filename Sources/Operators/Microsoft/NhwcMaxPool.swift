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

extension NhwcMaxPool {
  static let samples: [Sample] = [
    Sample([.bytes(1, 7, 8, 3)], ["kernel_shape": [3, 3]]),
    Sample(
      [.bytes(2, 9, 7, 5)], ["kernel_shape": [3, 2], "strides": [2, 1], "pads": [1, 0, 2, 1]]),
    Sample([.bytes(1, 9, 9, 2)], ["kernel_shape": [3, 2], "dilations": [2, 3]]),
    Sample([.bytes(1, 8, 8, 2)], ["kernel_shape": [3, 3], "strides": [2, 2], "ceil_mode": 1]),
    Sample([.bytes(1, 8, 7, 2)], ["kernel_shape": [3, 2], "auto_pad": "SAME_UPPER"]),
    Sample([.bytes(1, 8, 7, 2)], ["kernel_shape": [3, 2], "auto_pad": "SAME_LOWER"]),
    Sample(
      [.bytes(1, 8, 7, 2)], ["kernel_shape": [3, 2], "auto_pad": "VALID", "strides": [2, 2]]),
    Sample([.bytes(2, 17, 3)], ["kernel_shape": [4]]),
    Sample([.special(1, 7, 9)], ["kernel_shape": [2]]),
    Sample([.bytes(1, 4, 5, 6, 2)], ["kernel_shape": [2, 3, 2]]),
    Sample([.bytes(0, 7, 8, 3)], ["kernel_shape": [3, 3]]),
    .refused(.attribute, "kernel_shape is required", [.bytes(1, 7, 8, 3)]),
    .refused(
      .attribute, "kernel_shape has a number an axis", [.bytes(1, 7, 8, 3)], ["kernel_shape": [3]]),
    .refused(.shape, "x has spatial axes", [.bytes(7, 3)], ["kernel_shape": [3]]),
    .refused(
      .attribute, "strides are positive", [.bytes(1, 7, 8, 3)],
      ["kernel_shape": [3, 3], "strides": [0, 1]]),
  ]
}
