import Graphs

/// The window of coefficients 25.0 / 46, 21.0 / 46, 0.
///
/// - Source: ONNX HammingWindow, opset 17.
struct HammingWindow: CosineWindow {
  static let schema = OperatorSchema.cosineWindow("HammingWindow")
  static let coefficients = (25.0 / 46, 21.0 / 46, 0) as (Double, Double, Double)

  let settings: CosineWindowSettings

  init(_ node: NodeReader) throws(OperatorError) { settings = try CosineWindowSettings(node) }
}
