import Graphs
import Tensors

/// Each string's parts between delimiters, filled up with empty strings, and how many they are.
///
/// Without a delimiter runs of white space separate, and those at the ends are dropped. After
/// `maxsplit` splits the rest stays whole.
///
/// - Shapes: X `[…]`, Y `[…, most parts of any string]`, Z `[…]`.
/// - Source: ONNX StringSplit, opset 20.
struct StringSplit: TextOperator {
  static let delimiter = AttributeKey<String>("delimiter")
  static let maxsplit = AttributeKey<Int>("maxsplit")
  static let schema = OperatorSchema(
    "StringSplit", inputs: [.one("X", "T1")], outputs: [.one("Y", "T2"), .one("Z", "T3")],
    history: [
      .since(
        20, ["T1": [.string], "T2": [.string], "T3": [.int64]],
        attributes: [delimiter.optional, maxsplit.optional])
    ])

  let delimiter: String
  let splitLimit: Int?

  init(_ node: NodeReader) throws(OperatorError) {
    delimiter = node[ifPresent: Self.delimiter] ?? ""
    splitLimit = node[ifPresent: Self.maxsplit].flatMap { $0 < 0 ? nil : $0 }
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let dims = try inputs.tensor(0).dims
    return [
      .tensor(TensorType(.string, dims.map { $0 + [.unknown] })),
      .tensor(TensorType(.int64, dims)),
    ]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let shape = try inputs.tensor(0).shape
    let parts = try inputs.strings(0).map(split)
    let most = parts.map(\.count).max() ?? 0
    let filled = parts.flatMap { $0 + Array(repeating: "", count: most - $0.count) }
    return [
      try .tensor(Buffer(filled), Shape(shape.dims + [most])),
      try .tensor(Buffer(parts.map { Int64($0.count) }), shape),
    ]
  }

  private func split(_ text: String) -> [String] {
    if delimiter.isEmpty { return splitAtSpaces(text) }
    var parts: [String] = []
    var rest = Substring(text).utf8
    let mark = Array(delimiter.utf8)
    while splitLimit.map({ parts.count < $0 }) ?? true,
      let found = rest.firstRange(of: mark)
    {
      parts.append(String(Substring(rest[..<found.lowerBound])))
      rest = rest[found.upperBound...]
    }
    return parts + [String(Substring(rest))]
  }

  /// Unicode's White_Space, whose ASCII characters need no table.
  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII
      ? scalar.value == 32 || (9...13).contains(scalar.value) : scalar.properties.isWhitespace
  }

  private func splitAtSpaces(_ text: String) -> [String] {
    var parts: [String] = []
    var rest = text.unicodeScalars[...]
    while true {
      rest = rest.drop { Self.isSpace($0) }
      if rest.isEmpty { return parts }
      if let splitLimit, parts.count == splitLimit {
        while let last = rest.last, Self.isSpace(last) { rest.removeLast() }
        return parts + [String(rest)]
      }
      let part = rest.prefix { !Self.isSpace($0) }
      parts.append(String(part))
      rest = rest[part.endIndex...]
    }
  }
}

extension StringSplit {
  static let samples: [Sample] = [
    Sample([.words("a b  c", " d ", "", shape: [3])]),
    Sample([.words("a,b,,c", ",", "x")], ["delimiter": ","]),
    Sample([.words("a,b,c", "x")], ["delimiter": ",", "maxsplit": 1]),
    Sample([.words("a b c ", "x")], ["maxsplit": 1]),
    Sample([.words("a--b-c", "--")], ["delimiter": "--"]),
    Sample([.words("a b", "c", shape: [1, 2])], ["delimiter": ""]),
    Sample([.words("a b", shape: [])]),
    Sample([.words("a", shape: [0])]), Sample([.words("", "")]), Sample([.words("É é\té")]),
    Sample([.words("日本、語、", "、é", "e\u{301}、\u{1F600}")], ["delimiter": "、"]),
    Sample([.words("a,b", "c")], ["delimiter": ",", "maxsplit": 0]),
    .refused(.missing, "X is required", []),
  ]
}
