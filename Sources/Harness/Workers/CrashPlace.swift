/// Where a program crashed, as its backtrace says.
struct CrashPlace {
  /// `Split.swift:69`.
  let text: String

  /// The innermost frame of a backtrace that names a file of ours; `nil` without one.
  init?(_ log: String) {
    // A frame reads `3 [ra] 0x0000… function in program at /path/Sources/Operators/File.swift:69:12`.
    for line in log.split(separator: "\n") {
      guard let at = line.ranges(of: " at /").last else { continue }
      let fields = line[at.upperBound...].split(separator: ":")
      guard fields.count >= 2, let number = Int(fields[1].prefix { $0.isNumber }),
        let path = fields.first, path.contains("Sources/")
      else { continue }
      text = "\(path.split(separator: "/").last ?? path):\(number)"
      return
    }
    return nil
  }
}
