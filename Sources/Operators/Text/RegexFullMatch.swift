import Graphs
import Tensors

/// Whether each string as a whole matches a regular expression.
///
/// - Throws: `.attribute` for a pattern that cannot be read.
/// - Source: ONNX RegexFullMatch, opset 20. The pattern is RE2's: code points match, not graphemes,
///   and `\d`, `\s`, `\w` and `\b` know ASCII only.
struct RegexFullMatch: TextOperator {
  static let pattern = AttributeKey<String>("pattern")
  static let schema = OperatorSchema(
    "RegexFullMatch", inputs: [.one("X", "T1")], outputs: [.one("Y", "T2")],
    history: [
      .since(
        20, ["T1": [.string], "T2": [.bool]],
        attributes: [pattern.optional])
    ])

  let pattern: String

  init(_ node: NodeReader) throws(OperatorError) {
    pattern = node[ifPresent: Self.pattern] ?? ""
    _ = try expression()
  }

  private func expression() throws(OperatorError) -> Regex<AnyRegexOutput> {
    do {
      return try Regex(pattern).matchingSemantics(.unicodeScalar).wordBoundaryKind(.simple)
        .asciiOnlyDigits().asciiOnlyWhitespace().asciiOnlyWordCharacters()
    } catch {
      throw .attribute("pattern", found: "'\(pattern)'", expected: "a regular expression")
    }
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    [.tensor(TensorType(.bool, try inputs.tensor(0).dims))]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let expression = try expression()
    var matches: [Bool] = []
    for text in try inputs.strings(0) {
      do {
        matches.append(try expression.wholeMatch(in: text) != nil)
      } catch {
        throw .unsupported("the pattern '\(pattern)'")
      }
    }
    return [try .tensor(Buffer(matches), try inputs.tensor(0).shape)]
  }
}
