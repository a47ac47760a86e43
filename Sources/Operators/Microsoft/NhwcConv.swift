import Graphs
import Tensors

/// The convolution of an X whose channels come last.
///
/// - Shapes: as Conv's, X and Y with channels last.
/// - Source: onnxruntime NhwcConv, com.microsoft 1.
struct NhwcConv: ComposedConvolution {
  static let schema = OperatorSchema(
    "NhwcConv", domain: "com.microsoft",
    inputs: [.one("X", "T"), .one("W", "T"), .optional("B", "T")],
    outputs: [.one("Y", "T")],
    history: [.since(1, ["T": .ieeeFloats], attributes: ConvolutionParts.attributes)])
  static let hasChannelsLast = true

  let settings: ConvolutionParts

  init(_ node: NodeReader) throws(OperatorError) { settings = try ConvolutionParts(node) }
}

extension NhwcConv {
  static let samples: [Sample] = plainSamples
}
