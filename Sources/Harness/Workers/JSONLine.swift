internal import FoundationEssentials

/// Values as one line of JSON: keys sorted, infinities and NaN as strings.
package enum JSONLine {
  package static func encode(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  package static func decode<T: Decodable>(_ type: T.Type, _ line: String) throws -> T {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try decoder.decode(type, from: Data(line.utf8))
  }

  /// What is wrong with a line, without Foundation's names.
  package static func sentence(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return "\(error)" }
    switch error {
    case .keyNotFound(let key, let context):
      return "\(place(context) ?? "it") has no '\(key.stringValue)'"
    case .typeMismatch(_, let context):
      return "\(place(context) ?? "it") is of another type than it has to be"
    case .valueNotFound(_, let context): return "\(place(context) ?? "it") may not be null"
    case .dataCorrupted(let context):
      // Foundation's own errors lie beneath; ours are sentences.
      guard context.underlyingError == nil else { return "it is no JSON" }
      let sentence = context.debugDescription.prefix(200)
      return place(context).map { "\($0): \(sentence)" } ?? String(sentence)
    @unknown default: return "it can't be read"
    }
  }

  /// `'run.parts[0].shard'`.
  private static func place(_ context: DecodingError.Context) -> String? {
    context.codingPath.isEmpty ? nil : "'\(place(context.codingPath))'"
  }

  /// `run.parts[0].shard`.
  static func place(_ path: [any CodingKey]) -> String {
    path.reduce("") { path, key in
      key.intValue.map { "\(path)[\($0)]" } ?? (path.isEmpty ? "" : "\(path).") + key.stringValue
    }
  }
}
