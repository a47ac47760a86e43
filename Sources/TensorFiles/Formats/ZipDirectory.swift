/// Where a zip file's central directory lies, and how many members it names.
struct ZipDirectory {
  private let offset: Int
  private let count: Int

  /// Finds the record at the end of the file, which a comment of up to 2¹⁶ - 1 bytes may follow.
  init(_ file: LittleEndianBytes) throws(FormatError) {
    var place = file.count - 22
    let least = max(0, place - 0xffff)
    while place >= least {
      if try file.integer(at: place, width: 4) == ZipArchive.endSignature,
        try file.integer(at: place + 20, width: 2) == file.count - place - 22
      {
        break
      }
      place -= 1
    }
    guard place >= least else { throw FormatError("is no zip file, or its end is lost") }
    let locator = place - 20
    guard locator >= 0,
      try file.integer(at: locator, width: 4) == ZipArchive.locatorSignature
    else {
      count = try file.integer(at: place + 10, width: 2)
      offset = try file.integer(at: place + 16, width: 4)
      return
    }
    let end = try file.integer(at: locator + 8, width: 8)
    guard try file.integer(at: end, width: 4) == ZipArchive.end64Signature else {
      throw FormatError("has no record of its end at byte \(end), where it should be")
    }
    count = try file.integer(at: end + 32, width: 8)
    offset = try file.integer(at: end + 48, width: 8)
  }

  func entries(of file: LittleEndianBytes) throws(FormatError) -> [ZipArchive.Entry] {
    // Each member takes 46 bytes of the directory.
    guard count <= file.count / 46 else {
      throw FormatError("says that it has \(count) members, but has \(file.count) bytes")
    }
    var entries: [ZipArchive.Entry] = []
    var place = offset
    for _ in 0..<count {
      guard try file.integer(at: place, width: 4) == ZipArchive.centralSignature else {
        throw FormatError("has a directory that breaks off at byte \(place)")
      }
      let nameCount = try file.integer(at: place + 28, width: 2)
      let extraCount = try file.integer(at: place + 30, width: 2)
      let name = String(
        validating: try file.slice(at: place + 46, count: nameCount), as: UTF8.self)
      guard let name else {
        throw FormatError("names a member in other letters than UTF-8 at byte \(place)")
      }
      guard try file.integer(at: place + 8, width: 2) & 1 == 0 else {
        throw FormatError("has the member '\(name)' encrypted")
      }
      var sizes = WideSizes(
        file: file, start: place + 46 + nameCount, end: place + 46 + nameCount + extraCount)
      let count = try sizes.size(file.integer(at: place + 24, width: 4), of: name)
      let storedCount = try sizes.size(file.integer(at: place + 20, width: 4), of: name)
      let offset = try sizes.size(file.integer(at: place + 42, width: 4), of: name)
      entries.append(
        ZipArchive.Entry(
          name: name, method: try file.integer(at: place + 10, width: 2),
          checksum: try file.integer(at: place + 16, width: 4), storedCount: storedCount,
          count: count, offset: offset))
      place += 46 + nameCount + extraCount + (try file.integer(at: place + 32, width: 2))
    }
    return entries
  }
}

/// The sizes of 64 bits in a member's extra fields: those that have no place in 32 bits, in order.
private struct WideSizes {
  private let file: LittleEndianBytes
  private let start: Int
  private let end: Int
  /// Where the next size of 64 bits lies; `nil` before the first was asked for.
  private var next: Int?

  init(file: LittleEndianBytes, start: Int, end: Int) {
    self.file = file
    self.start = start
    self.end = end
  }

  mutating func size(_ short: Int, of name: String) throws(FormatError) -> Int {
    guard short == ZipArchive.elsewhere else { return short }
    if next == nil { next = try field(of: name) }
    let place = next ?? end
    next = place + 8
    guard place + 8 <= end else { throw FormatError("has no size of the member '\(name)'") }
    return try file.integer(at: place, width: 8)
  }

  private func field(of name: String) throws(FormatError) -> Int {
    var place = start
    while place + 4 <= end {
      if try file.integer(at: place, width: 2) == 1 { return place + 4 }
      place += 4 + (try file.integer(at: place + 2, width: 2))
    }
    throw FormatError("has no size of the member '\(name)'")
  }
}
