import Graphs

/// What a model of ai.onnx.ml makes of a row's scores before it gives them.
enum PostTransform: Int, Sendable {
  case none, softmax, logistic, softmaxOfNonzero, probit

  static let key = AttributeKey<String>("post_transform")

  /// - Throws: `.attribute` for a name that the standard does not have.
  init(named name: String) throws(OperatorError) {
    switch name {
    case "NONE": self = .none
    case "SOFTMAX": self = .softmax
    case "LOGISTIC": self = .logistic
    case "SOFTMAX_ZERO": self = .softmaxOfNonzero
    case "PROBIT": self = .probit
    default:
      throw .attribute(
        "post_transform", found: "'\(name)'",
        expected: "'NONE', 'SOFTMAX', 'LOGISTIC', 'SOFTMAX_ZERO' or 'PROBIT'")
    }
  }

  /// Applies the transform to one row's scores.
  func apply<F: WideFloat>(_ scores: UnsafeMutableBufferPointer<F>) {
    switch self {
    case .none: break
    case .logistic: for k in scores.indices { scores[k] = Operators.logistic(scores[k]) }
    case .softmax, .softmaxOfNonzero:
      let takesAll = self == .softmax
      let peak = scores.max() ?? 0
      var sum: F = 0
      for k in scores.indices where takesAll || scores[k] != 0 {
        scores[k] = .exp(scores[k] - peak)
        sum += scores[k]
      }
      guard sum != 0 else { return }
      for k in scores.indices { scores[k] /= sum }
    case .probit: for k in scores.indices { scores[k] = probit(scores[k]) }
    }
  }

  /// The quantile of the normal distribution: a guess by logarithms, then Newton's steps.
  private func probit<F: WideFloat>(_ share: F) -> F {
    let x = 2 * share - 1
    guard x > -1, x < 1 else { return x == 1 ? .infinity : x == -1 ? -.infinity : .nan }
    let rest = F.log((1 - x) * (1 + x))
    let half: F = 4.330746750799873 + rest / 2
    var y = ((half * half - rest / 0.147).squareRoot() - half).squareRoot()
    if x < 0 { y = -y }
    for _ in 0..<3 { y -= (F.erf(y) - x) / (1.1283791670955126 * F.exp(-y * y)) }
    return 1.4142135623730951 * y
  }
}
