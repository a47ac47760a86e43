package import Tensors

/// Judges draws of 0 and 1 by the probabilities they were drawn with, and other draws by type and shape;
/// ``DrawsCheck`` goes further where it knows the distribution.
///
/// Shape and element type are exact and every element is 0 or 1. The number of ones lies within six
/// standard deviations of what it should be on average: `|Σx - Σp| <= 6 · √Σ p(1 - p)`.
package struct StatisticalRule: JudgingRule {
  package static let name = "statistical"
  package static let summary =
    "statistically: the outputs are random, so shape, type and distribution count"

  static let deviations = 6.0

  /// Operators whose numbers nothing but their distribution tells: ``DrawsCheck`` looks at those.
  private static let drawing: Set = [
    "RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike", "Multinomial",
  ]
  private let countsOnes: Bool

  package init() { countsOnes = true }
  package init(_ suiteCase: SuiteCase) {
    countsOnes = !Self.drawsOnly(suiteCase.facets)
  }

  private static func drawsOnly(_ facets: CaseFacets) -> Bool {
    facets.operators.count == 1 && drawing.isSuperset(of: facets.operators)
  }

  /// Bernoulli, a graph of the operators that ONNX defines it by, or one node that draws numbers.
  package static func claims(_ suiteCase: SuiteCase) -> Bool {
    let facets = suiteCase.facets
    if drawsOnly(facets) { return true }
    let body: Set = ["RandomUniformLike", "Greater", "Less", "Cast", "CastLike", "Identity"]
    return facets.subject == "Bernoulli" || facets.operators == ["Bernoulli"]
      || (facets.operators.contains("RandomUniformLike")
        && !Set(facets.operators).isDisjoint(with: ["Greater", "Less"])
        && body.isSuperset(of: facets.operators))
  }

  package func judge(_ output: JudgedOutput) -> Judgement {
    judge(
      output.found, expected: output.expected, probabilities: output.inputs.first??.tensor,
      output: output.name)
  }

  /// - Parameters:
  ///   - probabilities: the case's input, one probability an element.
  ///   - expected: what the suite stores, one draw among many: its shape and type count, not its values.
  package func judge(
    _ found: Value, expected: Value, probabilities: Tensor?, output: String
  ) -> Judgement {
    guard let drawn = found.tensor, let expected = expected.tensor else {
      return Judgement(
        .dtype, "output '\(output)' is \(found.kind.name), expected \(expected.kind.name)")
    }
    guard drawn.shape == expected.shape else {
      return Judgement(
        .shape, "output '\(output)' has shape \(drawn.shape), expected \(expected.shape)")
    }
    guard drawn.dtype == expected.dtype else {
      return Judgement(
        .dtype, "output '\(output)' is \(drawn.dtype.name), expected \(expected.dtype.name)")
    }
    var result = Comparison(
      output: output, dtype: drawn.dtype.name, shape: drawn.shape.dims, elements: drawn.count)
    let values = drawn.elements.bits ?? drawn.doubles ?? []
    result.compared = values.count
    if !countsOnes { return Judgement(result, nil) }
    guard result.compared == result.elements, let p = probabilities?.doubles,
      p.count == values.count
    else {
      return Judgement(
        result,
        Mismatch(
          cause: .count,
          reason: "output '\(output)' has \(drawn.count) draws, but "
            + "\(probabilities?.count ?? 0) probabilities are known"))
    }
    return Judgement(result, mismatch(values, p, output))
  }

  private func mismatch(_ values: [Double], _ p: [Double], _ output: String) -> Mismatch? {
    if let offset = values.firstIndex(where: { $0 != 0 && $0 != 1 }) {
      return Mismatch(
        cause: .compare,
        reason: "output '\(output)' has \(values[offset]) at offset \(offset), expected 0 or 1")
    }
    let ones = values.reduce(0, +)
    let mean = p.reduce(0, +)
    let deviation = p.reduce(0) { $0 + $1 * (1 - $1) }.squareRoot()
    guard (ones - mean).magnitude <= Self.deviations * deviation else {
      return Mismatch(
        cause: .compare,
        reason: "output '\(output)' has \(Int(ones)) ones among \(values.count) draws, expected "
          + "\(mean.rounded()) ± \((Self.deviations * deviation).rounded(.up))")
    }
    return nil
  }
}

extension Elements {
  fileprivate var bits: [Double]? {
    if case .bool(let x) = self { x.map { $0 ? 1 : 0 } } else { nil }
  }
}
