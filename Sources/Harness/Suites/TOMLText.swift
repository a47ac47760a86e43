internal import TOMLKit

/// Files of TOML as values, and in words what is wrong with them.
package enum TOMLText {
  /// - Throws: the rest of a sentence that begins with the file.
  package static func decode<T: Decodable>(
    _ type: T.Type, _ text: String, keys: [String]
  ) throws(TOMLDefect) -> T {
    let decoder = TOMLDecoder(strictDecoding: true)
    do { return try decoder.decode(type, from: text) } catch {
      throw TOMLDefect(sentence: sentence(error, keys: keys))
    }
  }

  private static func sentence(_ error: any Error, keys: [String]) -> String {
    switch error {
    case let error as TOMLParseError:
      return "line \(error.source.begin.line): \(error.description)"
    case let error as UnexpectedKeysError:
      let found = error.keys.values.map { "'\(JSONLine.place($0))'" }
      let known = keys.joined(separator: ", ")
      return "\(found.sorted().joined(separator: ", ")) is not known; there are \(known)"
    case DecodingError.keyNotFound(let key, let context):
      let path = context.codingPath
      let place = JSONLine.place(path.last?.stringValue == key.stringValue ? path : path + [key])
      // The decoder says so of a value of another type too.
      return "'\(place)' is missing or of another type than it has to be"
    default: return JSONLine.sentence(error)
    }
  }
}

package struct TOMLDefect: Error, Sendable, Equatable { package let sentence: String }

extension KeyedDecodingContainer {
  /// A number with or without a point: TOMLKit takes an integer for no float.
  package func decodeNumber(forKey key: Key) throws -> Double? {
    try (try? decodeIfPresent(Double.self, forKey: key))
      ?? decodeIfPresent(Int.self, forKey: key).map { Double($0) }
  }
}
