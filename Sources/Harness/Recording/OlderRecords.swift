// Members that records of version 1 lack are empty there: the decoders that the compiler writes for
// records call these, which are more particular than the standard library's.
extension KeyedDecodingContainer {
  func decode(_ type: [CaseRecord.Mark].Type, forKey key: Key) throws -> [CaseRecord.Mark] {
    try decodeIfPresent(type, forKey: key) ?? []
  }

  func decode(_ type: [CaseRecord.Attempt].Type, forKey key: Key) throws -> [CaseRecord.Attempt] {
    try decodeIfPresent(type, forKey: key) ?? []
  }

  func decode(_ type: Replays.Type, forKey key: Key) throws -> Replays {
    try decodeIfPresent(type, forKey: key) ?? Replays()
  }
}

/// Seconds of each repetition of a run.
package struct Replays: Sendable, Hashable, Codable {
  package var seconds: [Double]

  package init(_ seconds: [Double] = []) { self.seconds = seconds }

  package init(from decoder: any Decoder) throws {
    seconds = try decoder.singleValueContainer().decode([Double].self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(seconds)
  }
}
