import CRE2
import Graphs

/// A regular expression of RE2's syntax: code points match, classes such as `\d` know ASCII only, and
/// no pattern takes more time than its text is long.
///
/// - Source: https://github.com/google/re2/wiki/Syntax
struct RE2Expression: ~Copyable {
  private let handle: OpaquePointer

  /// - Parameter findsLongest: whether the longest match from a place on counts, and not the one of the
  ///   first alternative.
  /// - Throws: `.attribute` with RE2's own reason for a pattern that is none.
  init(
    _ pattern: String, attribute: String, findsLongest: Bool = false
  ) throws(OperatorError) {
    var pattern = pattern
    guard
      let handle = pattern.withUTF8({ bytes in
        bytes.withMemoryRebound(to: CChar.self) {
          cre2_compile($0.baseAddress, $0.count, findsLongest)
        }
      })
    else { throw .unsupported("a regular expression for which there is no memory") }
    if let reason = cre2_error(handle).map({ String(cString: $0) }) {
      cre2_free(handle)
      throw .attribute(
        attribute, found: "'\(pattern)'",
        expected: "a regular expression of RE2's syntax (\(reason))")
    }
    self.handle = handle
  }

  deinit { cre2_free(handle) }

  /// Whether the text as a whole matches.
  func matches(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        cre2_matches(handle, $0.baseAddress, $0.count)
      }
    }
  }

  /// Where in a text's UTF-8 the matches lie that hold a character, from left to right, apart from each
  /// other.
  func ranges(in text: String) -> [Range<Int>] {
    var text = text
    return text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        var found: [Range<Int>] = []
        var (from, start, end) = (0, 0, 0)
        while from < characters.count,
          cre2_find(handle, characters.baseAddress, characters.count, from, &start, &end)
        {
          if start < end { found.append(start..<end) }
          from = max(end, start + 1)
          // On to the next code point.
          while start == end, from < bytes.count, bytes[from] & 0xC0 == 0x80 { from += 1 }
        }
        return found
      }
    }
  }
}
