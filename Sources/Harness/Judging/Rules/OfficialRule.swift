package import Tensors

/// The verdict of the suite's own runner: shapes and element types equal, then
/// `|a - e| <= atol + rtol · |e|` in every element, computed as numpy computes it.
///
/// - Types: float16, float, double and complex are computed in themselves; bfloat16 in float, with
///   rtol at least 2⁻⁶ (two of its ULPs); integers, booleans and smaller floats in double, which
///   gives numpy's verdict for every pair of their values.
/// - Special values: NaN equals NaN whatever its sign and payload; infinities must match; -0 is 0.
/// - Strings are compared exactly; sequences and optionals element by element.
/// - Stricter than the runner in one point: a sequence that is longer or shorter than expected
///   fails, where the runner looks at no more elements than the shorter has.
/// - Source: onnx 1.23.2 `backend/test/runner/__init__.py`, `assert_similar_outputs`; numpy 2.4
///   `testing.assert_allclose`.
package struct OfficialRule: JudgingRule {
  package static let name = "official"
  package static let summary = "by the suite's rule: |a − e| ≤ atol + rtol · |e|"

  private let tolerances: CaseTolerances

  package init(_ suiteCase: SuiteCase) { self.init(suiteCase.official) }

  package init(rtol: Double, atol: Double) { self.init(.official(rtol: rtol, atol: atol)) }

  /// The same rule with other tolerances.
  init(_ tolerances: CaseTolerances) { self.tolerances = tolerances }

  package func judge(_ output: JudgedOutput) -> Judgement {
    judge(output.found, expected: output.expected, output: output.name)
  }

  /// Holds one output against its expected value.
  package func judge(_ found: Value, expected: Value, output: String) -> Judgement {
    switch (found, expected) {
    case (.tensor(let found), .tensor(let expected)):
      judge(found, expected: expected, output: output)
    case (.sequence(let found, _), .sequence(let expected, _)):
      judge(found, expected: expected, output: output)
    case (.optional(let found, _), .optional(let expected, _)):
      judge(optional: found, expected: expected, output: output)
    // A data file may hold an optional's value bare, and the other way round.
    case (.optional(let found?, _), .tensor), (.optional(let found?, _), .sequence):
      judge(found, expected: expected, output: output)
    case (.tensor, .optional(let expected?, _)), (.sequence, .optional(let expected?, _)):
      judge(found, expected: expected, output: output)
    case (.map(let found), .map(let expected)):
      judge(.tensor(found.keys), expected: .tensor(expected.keys), output: "\(output).keys")
        + judge(found.values, expected: expected.values, output: "\(output).values")
    case (.sparse(let found), .sparse(let expected)):
      judge(found, expected: expected, output: output)
    case (.tensor, _), (.sequence, _), (.optional, _), (.map, _), (.sparse, _):
      Judgement(
        .dtype, "output '\(output)' is \(found.kind.name), expected \(expected.kind.name)")
    }
  }

  private func judge(_ found: Tensor, expected: Tensor, output: String) -> Judgement {
    guard found.shape == expected.shape else {
      return Judgement(
        .shape, "output '\(output)' has shape \(found.shape), expected \(expected.shape)",
        unseen(expected, output))
    }
    guard found.dtype == expected.dtype else {
      return Judgement(
        .dtype,
        "output '\(output)' is \(found.dtype.name), expected \(expected.dtype.name)",
        unseen(expected, output))
    }
    return ElementwiseComparison(
      tolerance: tolerances[expected.dtype.name], found: found, expected: expected, output: output
    ).judgement
  }

  private func judge(_ found: [Value], expected: [Value], output: String) -> Judgement {
    guard found.count == expected.count else {
      return Judgement(
        .count,
        "sequence '\(output)' has \(found.count) elements, expected \(expected.count)")
    }
    return zip(found, expected).enumerated().reduce(Judgement()) { sum, pair in
      sum + judge(pair.element.0, expected: pair.element.1, output: "\(output)[\(pair.offset)]")
    }
  }

  private func judge(optional found: Value?, expected: Value?, output: String) -> Judgement {
    switch (found, expected) {
    case (nil, nil): Judgement()
    case (let found?, let expected?): judge(found, expected: expected, output: output)
    case (nil, _?): Judgement(.count, "optional '\(output)' is empty, expected a value")
    case (_?, nil): Judgement(.count, "optional '\(output)' holds a value, expected none")
    }
  }

  private func judge(_ found: SparseTensor, expected: SparseTensor, output: String) -> Judgement {
    guard found.shape == expected.shape else {
      return Judgement(
        .shape, "output '\(output)' has shape \(found.shape), expected \(expected.shape)")
    }
    return judge(found.indices, expected: expected.indices, output: "\(output).indices")
      + judge(found.values, expected: expected.values, output: "\(output).values")
  }

  private func unseen(_ expected: Tensor, _ output: String) -> Comparison {
    Comparison(
      output: output, dtype: expected.dtype.name, shape: expected.shape.dims,
      elements: expected.count)
  }
}

/// The comparisons of an output's tensors, and the first reason why one of them fails.
package struct Judgement: Sendable {
  package var mismatch: Mismatch?
  package var comparisons: [Comparison] = []

  init() {}

  init(_ cause: Mismatch.Cause, _ reason: String, _ comparison: Comparison? = nil) {
    mismatch = Mismatch(cause: cause, reason: reason)
    comparisons = comparison.map { [$0] } ?? []
  }

  init(_ comparison: Comparison, _ mismatch: Mismatch?) {
    self.mismatch = mismatch
    comparisons = [comparison]
  }

  static func + (a: Self, b: Self) -> Self {
    var sum = a
    sum.mismatch = a.mismatch ?? b.mismatch
    sum.comparisons += b.comparisons
    return sum
  }
}
