/// A pattern over whole names: `*` stands for any run of characters, `?` for one, `[a-c]` for one of a
/// class and `[!a-c]` for one outside it.
///
/// A bracket that is never closed stands for itself, as does any character alone in a class: `[[]`.
/// The name that equals the text always matches, even where the text has a class.
package struct Glob: Sendable, Hashable {
  package let text: String
  private let pieces: [Piece]

  private enum Piece: Sendable, Hashable {
    case run
    case one
    case literal(Unicode.Scalar)
    case oneOf([ClosedRange<Unicode.Scalar>], isNegated: Bool)

    /// Whether this piece stands for this one character.
    func takes(_ scalar: Unicode.Scalar) -> Bool {
      switch self {
      case .run: false
      case .one: true
      case .literal(let own): own == scalar
      case .oneOf(let ranges, let isNegated): ranges.contains { $0.contains(scalar) } != isNegated
      }
    }
  }

  package init(_ text: String) {
    self.text = text
    var pieces: [Piece] = []
    var rest = Substring(text).unicodeScalars
    while let scalar = rest.popFirst() {
      switch scalar {
      case "*": pieces.append(.run)
      case "?": pieces.append(.one)
      case "[":
        guard let end = Self.endOfClass(rest) else { fallthrough }
        pieces.append(Self.oneOf(rest[..<end]))
        rest = rest[end...].dropFirst()
      default: pieces.append(.literal(scalar))
      }
    }
    self.pieces = pieces
  }

  /// The glob that stands for this name alone.
  package init(naming name: String) { self.init(Self.escaped(name)) }

  /// The name with its wildcards in classes of their own.
  package static func escaped(_ name: String) -> String {
    // A file of expectations has no way to write a control character; any one character is one.
    name.unicodeScalars.reduce(into: "") { text, scalar in
      if "*?[".unicodeScalars.contains(scalar) {
        text += "[\(scalar)]"
      } else if scalar.value < 0x20 {
        text += "?"
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
  }

  /// The one name that the glob stands for; `nil` where it stands for more.
  package var literal: String? {
    var name = String.UnicodeScalarView()
    for piece in pieces {
      guard case .literal(let scalar) = piece else { return nil }
      name.append(scalar)
    }
    return String(name)
  }

  package func matches(_ name: String) -> Bool {
    name == text || matches(Array(name.unicodeScalars))
  }

  private func matches(_ name: [Unicode.Scalar]) -> Bool {
    var (p, n) = (0, 0)
    // Where the last star stands, and how much of the name it has taken.
    var star: (p: Int, n: Int)?
    while n < name.count {
      if p < pieces.count, pieces[p] == .run {
        star = (p, n)
        p += 1
      } else if p < pieces.count, pieces[p].takes(name[n]) {
        p += 1
        n += 1
      } else if let last = star {
        star = (last.p, last.n + 1)
        p = last.p + 1
        n = last.n + 1
      } else {
        return false
      }
    }
    return pieces[p...].allSatisfy { $0 == .run }
  }

  /// Where a class ends that begins before `text`: a `]` that comes first is a member.
  private static func endOfClass(
    _ text: Substring.UnicodeScalarView
  ) -> Substring.UnicodeScalarView.Index? {
    let members = text.first == "!" ? text.dropFirst() : text
    return members.dropFirst().firstIndex(of: "]")
  }

  private static func oneOf(_ inner: Substring.UnicodeScalarView) -> Piece {
    let isNegated = inner.first == "!"
    var rest = isNegated ? inner.dropFirst() : inner
    if !isNegated, rest.count == 1, let only = rest.first { return .literal(only) }
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    while let low = rest.popFirst() {
      guard rest.first == "-", let high = rest.dropFirst().first else {
        ranges.append(low...low)
        continue
      }
      // A range that runs backwards stands for nothing.
      if low <= high { ranges.append(low...high) }
      rest = rest.dropFirst(2)
    }
    return .oneOf(ranges, isNegated: isNegated)
  }
}
