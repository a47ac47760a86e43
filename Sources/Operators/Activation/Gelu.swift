import CKernels
import Graphs
import Tensors

/// `Y = X/2 · (1 + erf(X / √2))`, or with `approximate = "tanh"`
/// `X/2 · (1 + tanh(√(2/π) · (X + 0.044715 X³)))`.
///
/// - Source: ONNX Gelu, opset 20.
struct Gelu: FloatUnary {
  static let approximate = AttributeKey<String>("approximate")
  static let schema = OperatorSchema(
    "Gelu", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(
        20, ["T": .floats],
        attributes: [approximate.or("none")])
    ])
  static let samples: [Sample] =
    Samples.unary + [
      Sample([.normal([3, 37], scale: 3)], ["approximate": "none"]),
      Sample([.special(48)], ["approximate": "none"]),
      Sample([.normal([3, 37], scale: 3)], ["approximate": "tanh"]),
      Sample([.special(48)], ["approximate": "tanh"]),
      .refused(.attribute, "approximate is none or tanh", [.normal(2)], ["approximate": "fast"]),
    ]
  static let traits: OperatorTraits = .activation

  let usesTanh: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    let approximate = try node[Self.approximate]
    guard ["none", "tanh"].contains(approximate) else {
      throw .attribute("approximate", found: "'\(approximate)'", expected: "'none' or 'tanh'")
    }
    usesTanh = approximate == "tanh"
  }

  func apply<F: WideFloat>(_ x: F) -> F { .gelu(x, usesTanh: usesTanh) }
  var kernel: FloatMap? { FloatMap(usesTanh ? WONNX_GELU_TANH : WONNX_GELU) }

  var shaderParameters: [Parameter] { [.uint("usesTanh", usesTanh ? 1 : 0)] }
}

extension Gelu: DifferentiableMap {
  func slope(_ x: Term, _ y: Term) throws(OperatorError) -> Term {
    if usesTanh {
      let cube = try x.squared * x * 0.044715
      let gate = try ((x + cube) * 0.7978845608028654).map(.tanh)
      let inner = try (x.squared * (3 * 0.044715) + 1) * 0.7978845608028654
      return try (gate + 1) * 0.5 + x * (1 - gate.squared) * inner * 0.5
    }
    let share = try ((x * 0.7071067811865476).map(.erf) + 1) * 0.5
    return try share + x * (x.squared * -0.5).map(.exp) * 0.3989422804014327
  }
}

extension Gelu {
  /// Where X is negative, 1 and the function nearly cancel.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try Estimate.outputs(
      of: self, request, [try request.reals(0).gelu(usesTanh: usesTanh)])
  }
}
