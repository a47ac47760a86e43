import Graphs
import Tensors

/// Whether each string as a whole matches a regular expression.
///
/// - Throws: `.attribute` for a pattern that cannot be read.
/// - Source: ONNX RegexFullMatch, opset 20. The pattern is RE2's, and RE2 matches it.
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
    _ = try RE2Expression(pattern, attribute: Self.pattern.name)
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    [.tensor(TensorType(.bool, try inputs.tensor(0).dims))]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let expression = try RE2Expression(pattern, attribute: Self.pattern.name)
    var matches: [Bool] = []
    for text in try inputs.strings(0) { matches.append(expression.matches(text)) }
    return [try .tensor(Buffer(matches), try inputs.tensor(0).shape)]
  }
}
