import Graphs
import Tensors

/// `Y = alpha · A' · B'`: see ``TransposedProduct``.
///
/// - Source: onnxruntime FusedMatMul, com.microsoft 1.
struct FusedMatMul: TransposedProduct {
  static let schema = OperatorSchema(
    "FusedMatMul", domain: "com.microsoft", inputs: [.one("A", "T"), .one("B", "T")],
    outputs: [.one("Y", "T")],
    history: [
      .since(
        1, ["T": .floats],
        attributes: [
          TransposedProductSettings.alpha.or(1.0), TransposedProductSettings.transA.or(0),
          TransposedProductSettings.transB.or(0),
          TransposedProductSettings.transBatchA.or(0), TransposedProductSettings.transBatchB.or(0),
        ])
    ])

  var settings: TransposedProductSettings

  init(_ node: NodeReader) throws(OperatorError) {
    settings = try TransposedProductSettings(node)
  }
}
