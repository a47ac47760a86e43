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

extension RegexFullMatch {
  static let samples: [Sample] = [
    Sample([.words("a1", "a12", "A1", "", shape: [2, 2])], ["pattern": "[a-z][0-9]"]),
    Sample(
      [.words("www.a.org", "x@y.z", "é")], ["pattern": #"(\W|^)[\w.\-]{0,25}@(y|a)\.z(\W|$)"#]),
    Sample([.words("É", "e", "日本")], ["pattern": "."]), Sample([.words("", "a")], ["pattern": ""]),
    Sample([.words("ab", "AB")], ["pattern": "(?i)ab"]),
    Sample([.words("日本語", "日本", "\u{1F600}é", "e\u{301}")], ["pattern": "[日本é\u{1F600}]{2}"]),
    Sample([.words("a", shape: [0])], ["pattern": "a"]),
    Sample([.words("a\nb")], ["pattern": "a.b"]),
    Sample([.words("ab", shape: [])], ["pattern": "a|ab"]),
    .refused(.attribute, "pattern is an expression of RE2", [.words("a")], ["pattern": "("]),
    .refused(.attribute, "RE2 has no references back", [.words("aa")], ["pattern": #"(a)\1"#]),
  ]
}
