import CKernels
import Graphs
import Tensors

/// A function that recurrent operators apply to a gate.
struct RecurrentActivation: Sendable {
  enum Kind: Int, Sendable, CaseIterable {
    case relu, tanh, sigmoid, affine, leakyRelu, thresholdedRelu, scaledTanh, hardSigmoid, elu
    case softsign, softplus

    /// ONNX's name in lower case: exporters differ in theirs.
    var name: String { String(describing: self).lowercased() }

    var takesAlpha: Bool {
      switch self {
      case .affine, .leakyRelu, .thresholdedRelu, .scaledTanh, .hardSigmoid, .elu: true
      case .relu, .tanh, .sigmoid, .softsign, .softplus: false
      }
    }
    var takesBeta: Bool { self == .affine || self == .scaledTanh || self == .hardSigmoid }

    /// The defaults are those of the operators of these names.
    var alpha: Float {
      switch self {
      case .leakyRelu: 0.01
      case .hardSigmoid: 0.2
      default: 1
      }
    }
    var beta: Float {
      switch self {
      case .hardSigmoid: 0.5
      case .scaledTanh: 1
      default: 0
      }
    }
  }

  let kind: Kind
  let alpha: Float
  let beta: Float

  /// The functions that a node names, with what it says of alphas and betas in their order.
  static func list(
    _ names: [String], alphas: [Float], betas: [Float]
  ) throws(OperatorError) -> [RecurrentActivation] {
    var (alphas, betas) = (alphas[...], betas[...])
    var result: [RecurrentActivation] = []
    for name in names {
      guard let kind = Kind.allCases.first(where: { $0.name == name.lowercased() }) else {
        throw .attribute(
          "activations", found: "'\(name)'",
          expected: "one of \(Kind.allCases.map(\.name).joined(separator: ", "))")
      }
      result.append(
        RecurrentActivation(
          kind: kind, alpha: (kind.takesAlpha ? alphas.popFirst() : nil) ?? kind.alpha,
          beta: (kind.takesBeta ? betas.popFirst() : nil) ?? kind.beta))
    }
    return result
  }

  /// What does the same over floats.
  var kernel: FloatMap? {
    switch kind {
    case .relu: FloatMap(WONNX_RELU)
    case .tanh: FloatMap(WONNX_TANH)
    case .sigmoid: FloatMap(WONNX_SIGMOID)
    case .leakyRelu: FloatMap(WONNX_LEAKY_RELU, alpha: alpha)
    case .hardSigmoid: FloatMap(WONNX_HARD_SIGMOID, alpha: alpha, beta: beta)
    case .elu: FloatMap(WONNX_ELU, alpha: alpha)
    case .softsign: FloatMap(WONNX_SOFTSIGN)
    case .softplus: FloatMap(WONNX_SOFTPLUS)
    case .affine, .thresholdedRelu, .scaledTanh: nil
    }
  }

  func callAsFunction<F: WideFloat>(_ x: F) -> F {
    let (a, b) = (F(alpha), F(beta))
    switch kind {
    case .relu: return x < 0 ? 0 : x
    case .tanh: return .tanh(x)
    case .sigmoid: return logistic(x)
    case .affine: return a * x + b
    case .leakyRelu: return x < 0 ? a * x : x
    case .thresholdedRelu: return x < a ? 0 : x
    case .scaledTanh: return a * .tanh(b * x)
    case .hardSigmoid:
      let y = a * x + b
      return y < 0 ? 0 : y > 1 ? 1 : y
    case .elu: return x < 0 ? a * .expm1(x) : x
    case .softsign: return x / (1 + x.magnitude)
    case .softplus: return softplus(x)
    }
  }
}
