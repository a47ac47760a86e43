import Graphs
import Tensors

/// The tokens of each string, filled up with `pad_value`.
///
/// With `tokenexp` they are the matches of a regular expression, the longest from each place on; with
/// `separators` what lies between the matches of each, one after the other; with an empty separator alone
/// the characters. Tokens of less than `mincharnum` characters are dropped. With `mark`, U+0002 comes
/// before a string's tokens and U+0003 after them, unless no string has any.
///
/// - Shapes: X `[C]` or `[N, C]`, Y the same and an axis more, of the most tokens of a string.
/// - Throws: `.attribute` for a pattern that can't be read, an empty one among several, or no characters.
/// - Source: onnxruntime Tokenizer, com.microsoft 1.
struct Tokenizer: TextOperator {
  static let mark = AttributeKey<Int>("mark")
  static let minCharNum = AttributeKey<Int>("mincharnum")
  static let padValue = AttributeKey<String>("pad_value")
  static let separators = AttributeKey<[String]>("separators")
  static let tokenExpression = AttributeKey<String>("tokenexp")
  static let schema = OperatorSchema(
    "Tokenizer", domain: "com.microsoft", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(
        1, ["T": [.string]],
        attributes: [
          mark.required, minCharNum.required, padValue.required, separators.optional,
          tokenExpression.optional,
        ])
    ])

  private enum Rule {
    case characters
    case between([String])
    case matching(String)
  }

  private let rule: Rule
  private let marks: Bool
  private let least: Int
  private let padding: String

  init(_ node: NodeReader) throws(OperatorError) {
    marks = try node[Self.mark] != 0
    least = try node[Self.minCharNum]
    padding = try node[Self.padValue]
    guard least > 0 else {
      throw .attribute("mincharnum", found: "\(least)", expected: "1 or more")
    }
    let separators = node[ifPresent: Self.separators] ?? []
    if separators == [""] {
      guard least == 1 else {
        throw .attribute("mincharnum", found: "\(least)", expected: "1, for tokens of a character")
      }
      rule = .characters
    } else if !separators.isEmpty {
      for separator in separators { try Self.check(separator, Self.separators.name) }
      rule = .between(separators)
    } else {
      guard let pattern = node[ifPresent: Self.tokenExpression] else {
        throw .mismatch("neither separators nor tokenexp are given")
      }
      try Self.check(pattern, Self.tokenExpression.name)
      rule = .matching(pattern)
    }
  }

  private static func check(_ pattern: String, _ name: String) throws(OperatorError) {
    guard !pattern.isEmpty else {
      throw .attribute(name, found: "an empty pattern", expected: "one that matches a character")
    }
    _ = try RE2Expression(pattern, attribute: name, findsLongest: true)
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let dims = try inputs.tensor(0).dims
    if let dims, dims.count != 1, dims.count != 2 {
      throw .rank(input: 0, found: dims.count, expected: "1 or 2")
    }
    return [.tensor(TensorType(.string, dims.map { $0 + [.unknown] }))]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    _ = try infer(inputs.inference)
    let shape = try inputs.tensor(0).shape
    let tokens = try tokens(Array(try inputs.strings(0)))
    let most = tokens.map(\.count).max() ?? 0
    let width = marks && most > 0 ? most + 2 : most
    try TensorType(.string, Shape(shape.dims + [width])).checkListing()
    var texts: [String] = []
    texts.reserveCapacity(tokens.count * width)
    for row in tokens where width > 0 {
      let marked = marks ? ["\u{2}"] + row + ["\u{3}"] : row
      texts += marked + Array(repeating: padding, count: width - marked.count)
    }
    return [try .tensor(Buffer(texts), Shape(shape.dims + [width]))]
  }

  private func tokens(_ texts: [String]) throws(OperatorError) -> [[String]] {
    switch rule {
    case .characters: return texts.map { $0.unicodeScalars.map { String($0) } }
    case .matching(let pattern):
      let expression = try RE2Expression(
        pattern, attribute: Self.tokenExpression.name, findsLongest: true)
      var tokens: [[String]] = []
      for text in texts {
        tokens.append(kept(expression.ranges(in: text).map { text.bytes($0) }))
      }
      return tokens
    case .between(let separators):
      var parts = texts.map { [$0] }
      for separator in separators {
        let expression = try RE2Expression(
          separator, attribute: Self.separators.name, findsLongest: true)
        for index in parts.indices {
          var finer: [String] = []
          for part in parts[index] { finer += between(expression.ranges(in: part), part) }
          parts[index] = finer
        }
      }
      return parts.map(kept)
    }
  }

  private func between(_ ranges: [Range<Int>], _ text: String) -> [String] {
    let starts = [0] + ranges.map(\.upperBound)
    let ends = ranges.map(\.lowerBound) + [text.utf8.count]
    return zip(starts, ends).compactMap { $0 < $1 ? text.bytes($0..<$1) : nil }
  }

  private func kept(_ tokens: [String]) -> [String] {
    tokens.filter { $0.unicodeScalars.count >= least }
  }
}

extension String {
  /// The text of a range of its UTF-8, between characters.
  fileprivate func bytes(_ range: Range<Int>) -> String {
    let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
    let end = utf8.index(utf8.startIndex, offsetBy: range.upperBound)
    return String(unicodeScalars[start..<end])
  }
}

extension Tokenizer {
  static let samples: [Sample] = [
    split([.words("a b c", "", "dé f")], ["separators": [" "], "mark": 0, "mincharnum": 1]),
    split(
      [.words("a b c", "x", "dé f", shape: [2, 2])],
      ["separators": [" ", "b"], "mark": 1, "mincharnum": 1]),
    split([.words("abc", "", "é\u{1F600}")], ["separators": [""], "mark": 0, "mincharnum": 1]),
    split([.words("abc", "", "é\u{1F600}")], ["separators": [""], "mark": 1, "mincharnum": 1]),
    split([.words("ab c def", "g")], ["separators": [" "], "mark": 0, "mincharnum": 2]),
    split([.words("ab12 c3", "x")], ["tokenexp": "[a-z]+|[0-9]", "mark": 0, "mincharnum": 1]),
    split([.words("ab12 c3", "x")], ["tokenexp": "[a-z]+[0-9]*", "mark": 1, "mincharnum": 2]),
    split([.words("", "")], ["separators": [" "], "mark": 1, "mincharnum": 1]),
    split([.words(shape: [0])], ["separators": [" "], "mark": 0, "mincharnum": 1]),
    .refused(
      .attribute, "mark is required", [.words("a")],
      ["separators": [" "], "mincharnum": 1, "pad_value": "-"]),
    .refused(
      .attribute, "mincharnum is positive", [.words("a")],
      ["separators": [" "], "mincharnum": 0, "mark": 0, "pad_value": "-"]),
    .refused(
      .attribute, "separators or tokenexp are given", [.words("a")],
      ["mincharnum": 1, "mark": 0, "pad_value": "-"]),
    .refused(
      .attribute, "tokenexp is a pattern", [.words("a")],
      ["tokenexp": "(", "mincharnum": 1, "mark": 0, "pad_value": "-"]),
    .refused(
      .shape, "X has one or two axes", [.words("a", shape: [1, 1, 1])],
      ["separators": [" "], "mincharnum": 1, "mark": 0, "pad_value": "-"]),
  ]

  private static func split(
    _ inputs: [Draw], _ attributes: [String: SampleAttribute]
  ) -> Sample {
    Sample(inputs, ["pad_value": "#"].merging(attributes) { $1 })
  }
}
