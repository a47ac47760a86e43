import Graphs
import Tensors

/// The greatest element of each channel; NaN where there is one.
///
/// - Source: ONNX GlobalMaxPool, opsets 1, 22.
struct GlobalMaxPool: GlobalPooling {
  static let schema = OperatorSchema(
    "GlobalMaxPool", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [.since(1, ["T": .ieeeFloats]), .since(22, ["T": .floats])])
  static var tolerance: Tolerance { .exact }

  init(_ node: NodeReader) {}

  func fold<F: WideFloat>(_ x: UnsafePointer<F>, count: Int) -> F {
    F.greatest(x, count)
  }
}

extension GlobalMaxPool: DifferentiableByParts {
  func parts(_ inputs: [Term?], _ site: GradientSite) throws(OperatorError) -> [Term?] {
    let x = try site.x
    let axes = try Array(2..<max(2, x.shape.rank))
    return [try x.folded(.reduceMax, axes)]
  }
}

extension GlobalMaxPool {
  static let samples: [Sample] = Samples.globalPools
}
