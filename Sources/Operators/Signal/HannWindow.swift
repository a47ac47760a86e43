import Graphs

/// The window of coefficients 0.5, 0.5, 0.
///
/// - Source: ONNX HannWindow, opset 17.
struct HannWindow: CosineWindow {
  static let schema = OperatorSchema.cosineWindow("HannWindow")
  static let coefficients = (0.5, 0.5, 0) as (Double, Double, Double)

  let settings: CosineWindowSettings

  init(_ node: NodeReader) throws(OperatorError) { settings = try CosineWindowSettings(node) }
}
