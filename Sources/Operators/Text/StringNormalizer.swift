import Graphs
import Tensors

/// The strings that are no stop words, in upper or lower case if asked. None left make one empty
/// string.
///
/// The case changes by Unicode's rules, whatever the locale.
///
/// - Shapes: `[C]` or `[1, C]`.
/// - Source: ONNX StringNormalizer, opset 10.
struct StringNormalizer: TextOperator {
  static let caseChangeAction = AttributeKey<String>("case_change_action")
  static let isCaseSensitive = AttributeKey<Int>("is_case_sensitive")
  static let locale = AttributeKey<String>("locale")
  static let stopwords = AttributeKey<[String]>("stopwords")
  static let schema = OperatorSchema(
    "StringNormalizer", inputs: [.one("X", "tensor(string)")],
    outputs: [.one("Y", "tensor(string)")],
    history: [
      .since(
        10, [:],
        attributes: [
          caseChangeAction.or("NONE"), isCaseSensitive.or(0), locale.optional, stopwords.optional,
        ])
    ])

  private enum Case: String, Sendable {
    case lower = "LOWER"
    case upper = "UPPER"
    case unchanged = "NONE"
  }

  private let change: Case
  private let isCaseSensitive: Bool
  private let stopwords: Set<[UInt8]>

  init(_ node: NodeReader) throws(OperatorError) {
    let name = try node[Self.caseChangeAction]
    guard let change = Case(rawValue: name) else {
      throw .attribute("case_change_action", found: "'\(name)'", expected: "LOWER, UPPER or NONE")
    }
    let isCaseSensitive = try node[Self.isCaseSensitive] != 0
    self.change = change
    self.isCaseSensitive = isCaseSensitive
    stopwords = Set(
      (node[ifPresent: Self.stopwords] ?? []).map {
        Array((isCaseSensitive ? $0 : $0.lowercased()).utf8)
      })
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    guard let dims = try inputs.tensor(0).dims else { return [.tensor(TensorType(.string, nil))] }
    guard dims.count == 1 || dims.count == 2 && dims[0].merged(with: 1) != nil else {
      throw .rank(input: 0, found: dims.count, expected: "1, or 2 with one row")
    }
    return [.tensor(TensorType(.string, dims.count == 1 ? [.unknown] : [1, .unknown]))]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    _ = try infer(inputs.inference)
    var kept = try inputs.strings(0)
      .filter { !stopwords.contains(Array((isCaseSensitive ? $0 : $0.lowercased()).utf8)) }
      .map { text in
        switch change {
        case .lower: text.lowercased()
        case .upper: text.uppercased()
        case .unchanged: text
        }
      }
    if kept.isEmpty { kept = [""] }
    let isRow = try inputs.tensor(0).rank == 2
    return [try .tensor(Buffer(kept), isRow ? [1, kept.count] : [kept.count])]
  }
}

extension StringNormalizer {
  private static let words = Draw.words("Monday", "tuesday", "MONDAY", "Éa", "straße")

  static let samples: [Sample] = [
    Sample([words]), Sample([words], ["case_change_action": "LOWER"]),
    Sample([words], ["case_change_action": "UPPER"]),
    Sample([words], ["case_change_action": "NONE", "stopwords": ["monday"]]),
    Sample(
      [words], ["case_change_action": "LOWER", "stopwords": ["monday"], "is_case_sensitive": 1]),
    Sample(
      [words],
      ["case_change_action": "UPPER", "stopwords": ["monday", "éa"], "is_case_sensitive": 0]),
    Sample([.words("a", "b", "A", shape: [1, 3])], ["stopwords": ["a"], "is_case_sensitive": 1]),
    Sample([.words("a", "a")], ["stopwords": ["a"]]),
    Sample([.words("a", "a", shape: [1, 2])], ["stopwords": ["a"]]),
    Sample([words], ["locale": "en_US", "case_change_action": "UPPER"]),
    .refused(.shape, "X has one axis, or a first one of 1", [.words("a", "b", shape: [2, 1])]),
    .refused(.shape, "X has one or two axes", [.words("a", shape: [1, 1, 1])]),
    .refused(
      .attribute, "case_change_action is one of three", [words], ["case_change_action": "TITLE"]),
  ]
}
