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

extension FusedMatMul {
  static let samples: [Sample] =
    productSamples + [
      Sample([.normal(3, 2, 4), .normal(2, 4, 5)], ["transBatchA": 1]),
      Sample([.normal(2, 3, 4), .normal(4, 2, 5)], ["transBatchB": 1]),
      Sample(
        [.normal(4, 2, 3), .normal(5, 2, 4)],
        ["transBatchA": 1, "transBatchB": 1, "transA": 1, "transB": 1]),
      Sample([.normal(7, 2, 3, 9), .normal(2, 3, 9, 5)], ["transBatchA": 1, "alpha": -2.0]),
      Sample([.normal(3, 4), .normal(4, 5)], ["transBatchA": 1, "transBatchB": 1]),
    ]
}
