/// What a program that crashed left on its standard error: a message, or the frames of its end.
struct Backtrace {
  /// What went wrong: `Fatal error: …`, or the runtime's own words, such as `arithmetic overflow`.
  let message: String?
  /// The innermost place in our sources: `Split.swift:69`.
  let place: String?

  init(_ log: String) {
    let lines = log.split(separator: "\n")
    let fatal = lines.last { $0.contains("Fatal error") }.map { String($0.drop { $0 != "F" }) }
    message = fatal ?? lines.lazy.compactMap(Self.failure).first
    place = lines.lazy.compactMap(Self.place).first
  }

  /// `0 [inlined] [system] 0x0000… Swift runtime failure: arithmetic overflow in program at //…`.
  private static func failure(_ line: Substring) -> String? {
    let mark = "Swift runtime failure: "
    guard let start = line.ranges(of: mark).first?.upperBound else { return nil }
    let rest = line[start...]
    // A frame goes on with its program, the line above the frames ends with stars.
    let ends = [" in ", " ***"].compactMap { rest.ranges(of: $0).first?.lowerBound }
    return String(rest[..<(ends.min() ?? rest.endIndex)])
  }

  /// `3 [ra] 0x0000… function in program at /path/Sources/Operators/Movement/Split.swift:69:12`.
  private static func place(_ line: Substring) -> String? {
    guard let at = line.ranges(of: " at /").last else { return nil }
    let fields = line[at.upperBound...].split(separator: ":")
    guard fields.count >= 2, let number = Int(fields[1].prefix { $0.isNumber }),
      let path = fields.first, path.contains("Sources/")
    else { return nil }
    return "\(path.split(separator: "/").last ?? path):\(number)"
  }
}
