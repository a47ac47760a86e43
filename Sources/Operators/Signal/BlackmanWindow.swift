import Graphs

/// The window of coefficients 0.42, 0.5, 0.08.
///
/// - Source: ONNX BlackmanWindow, opset 17.
struct BlackmanWindow: CosineWindow {
  static let schema = OperatorSchema.cosineWindow("BlackmanWindow")
  static let coefficients = (0.42, 0.5, 0.08) as (Double, Double, Double)

  let settings: CosineWindowSettings

  init(_ node: NodeReader) throws(OperatorError) { settings = try CosineWindowSettings(node) }
}
