import Graphs
import Tensors

/// `Y = activation(conv(X, W) + B + Z)`, Z of the shape of Y.
///
/// - Shapes: as Conv's.
/// - Source: onnxruntime FusedConv, com.microsoft 1.
struct FusedConv: ComposedConvolution {
  static let schema = OperatorSchema(
    "FusedConv", domain: "com.microsoft",
    inputs: [.one("X", "T"), .one("W", "T"), .optional("B", "T"), .optional("Z", "T")],
    outputs: [.one("Y", "T")],
    history: [.since(1, ["T": .ieeeFloats], attributes: ConvolutionParts.fusedAttributes)])
  static let hasChannelsLast = false

  let settings: ConvolutionParts

  init(_ node: NodeReader) throws(OperatorError) { settings = try ConvolutionParts(node) }
}

extension FusedConv {
  static let samples: [Sample] = fusedSamples
}
