import Graphs
import Tensors

/// The mean of each window: its sum over the number of its taps inside the input, or also inside the
/// padding if `count_include_pad` says so.
///
/// - Source: ONNX AveragePool, opsets 1, 7, 10, 11, 19, 22.
struct AveragePool: Pooling {
  static let countIncludePad = AttributeKey<Int>("count_include_pad")
  private static let common = [
    autoPad.or("NOTSET"), kernelShape.required, pads.optional, strides.optional,
  ]
  private static let counting = common + [ceilMode.or(0), countIncludePad.or(0)]
  static let schema = OperatorSchema(
    "AveragePool", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(1, ["T": .ieeeFloats], attributes: common),
      .since(7, ["T": .ieeeFloats], attributes: common + [countIncludePad.or(0)]),
      .since(10, ["T": .ieeeFloats], attributes: counting),
      .since(11, ["T": .ieeeFloats], attributes: counting),
      .since(19, ["T": .ieeeFloats], attributes: counting + [dilations.optional]),
      .since(22, ["T": .floats], attributes: counting + [dilations.optional]),
    ])

  let settings: WindowSettings
  let countsPadding: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    settings = try WindowSettings(node, of: Self.self)
    countsPadding = node[ifPresent: Self.countIncludePad].map { $0 != 0 } ?? false
  }

  func pool<F: KernelNumber>(
    _ x: Buffer<F>, planes: Int, _ geometry: WindowGeometry
  ) -> Buffer<F> {
    geometry.means(of: x, planes: planes, countsPadding: countsPadding)
  }
}
