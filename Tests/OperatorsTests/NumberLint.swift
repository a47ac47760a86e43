import Foundation

/// What a number of a file may meet in an operator's source and end the process by, or wrap around at.
enum NumberHazard: String, CaseIterable {
  /// Arithmetic that wraps.
  case wrapping = "&+ &- &*"
  /// `x!`, `try!`, `as!`, `precondition`, `fatalError`.
  case trap = "! precondition fatalError"
  /// `Int(x.rounded())` and its like trap for NaN, infinities and what is out of range.
  case conversion = "Int(…rounded…)"

  private var pattern: String {
    switch self {
    case .wrapping: #"&[-+*]"#
    case .trap:
      #"(?<=[\w)\]])!(?!=)|\b(precondition(Failure)?|fatalError|assert(ionFailure)?)\s*\("#
    case .conversion:
      #"\b(U?Int(8|16|32|64)?|I)\((?!saturating|exactly|clamping).*(rounded\(|squareRoot)"#
    }
  }

  /// How often it stands in a source, comments and strings aside.
  func count(in source: String) throws -> Int {
    let text = NSMutableString(string: source)
    let aside = try NSRegularExpression(pattern: #""(\\.|[^"\\\n])*"|//.*"#)
    _ = aside.replaceMatches(
      in: text, range: NSRange(location: 0, length: text.length), withTemplate: "")
    return try NSRegularExpression(pattern: pattern).numberOfMatches(
      in: text as String, range: NSRange(location: 0, length: text.length))
  }
}

/// Why a hazard is none in a file.
enum Harmless: String {
  /// Integers of tensors wrap, as the standard's types do.
  case elements
  /// Offsets into tensors that are there, of at most 2^33 elements.
  case offsets
  /// Generators of random numbers count modulo 2^32.
  case random
  /// The kernel's workspace has a fixed size, or one that was looked at before: only a machine without
  /// memory has none.
  case workspace
  /// Of numbers that the program made, in range whatever a file says.
  case own
}
