import Graphs
import Tensors

/// `Y = activation(conv(X, W) + B + Z)`, Z of the shape of Y.
///
/// - Shapes: as Conv's, X, Z and Y with channels last.
/// - Source: onnxruntime NhwcFusedConv, com.microsoft 1.
struct NhwcFusedConv: ComposedConvolution {
  static let schema = OperatorSchema(
    "NhwcFusedConv", domain: "com.microsoft",
    inputs: [.one("X", "T"), .one("W", "T"), .optional("B", "T"), .optional("Z", "T")],
    outputs: [.one("Y", "T")],
    history: [.since(1, ["T": [.float16, .float]], attributes: ConvolutionParts.fusedAttributes)])
  static let hasChannelsLast = true

  let settings: ConvolutionParts

  init(_ node: NodeReader) throws(OperatorError) { settings = try ConvolutionParts(node) }
}

extension NhwcFusedConv {
  static let samples: [Sample] = fusedSamples
}
