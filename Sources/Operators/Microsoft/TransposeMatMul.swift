import Graphs
import Tensors

/// `Y = alpha · A' · B'`: see ``TransposedProduct``; the first axes stay first.
///
/// - Source: onnxruntime TransposeMatMul, com.microsoft 1.
struct TransposeMatMul: TransposedProduct {
  static let schema = OperatorSchema(
    "TransposeMatMul", domain: "com.microsoft", inputs: [.one("A", "T"), .one("B", "T")],
    outputs: [.one("Y", "T")],
    history: [
      .since(
        1, ["T": .floats],
        attributes: [
          TransposedProductSettings.alpha.or(1.0), TransposedProductSettings.transA.or(0),
          TransposedProductSettings.transB.or(0),
        ])
    ])

  var settings: TransposedProductSettings

  init(_ node: NodeReader) throws(OperatorError) {
    settings = try TransposedProductSettings(node)
  }
}

extension TransposeMatMul {
  static let samples = productSamples
}
