/// A zip file in memory: members that are stored or deflated, sizes of 32 or 64 bits.
///
/// - Source: PKWARE's APPNOTE.TXT 6.3.10, sections 4.3 and 4.5.3.
struct ZipArchive: Sendable {
  struct Entry: Sendable, Equatable {
    let name: String
    let method: Int
    let checksum: Int
    /// Bytes in the file.
    let storedCount: Int
    /// Bytes of the content.
    let count: Int
    /// Where the member's own header begins.
    let offset: Int
  }

  static let localSignature = 0x0403_4b50
  static let centralSignature = 0x0201_4b50
  static let endSignature = 0x0605_4b50
  static let end64Signature = 0x0606_4b50
  static let locatorSignature = 0x0706_4b50
  /// What a field of 32 bits says where one of 64 bits has the number.
  static let elsewhere = 0xffff_ffff

  private let file: LittleEndianBytes
  let entries: [Entry]

  init(_ bytes: [UInt8]) throws(FormatError) {
    file = LittleEndianBytes(bytes: bytes)
    let directory = try ZipDirectory(file)
    entries = try directory.entries(of: file)
    var names: Set<String> = []
    if let twice = entries.first(where: { !names.insert($0.name).inserted }) {
      throw FormatError("has the member '\(twice.name)' twice")
    }
  }

  /// A member's bytes, whose checksum is held against the directory's.
  func content(of entry: Entry) throws(FormatError) -> [UInt8] {
    guard try file.integer(at: entry.offset, width: 4) == Self.localSignature else {
      throw FormatError("has no member at byte \(entry.offset), where '\(entry.name)' should be")
    }
    let start =
      try entry.offset + 30 + file.integer(at: entry.offset + 26, width: 2)
      + file.integer(at: entry.offset + 28, width: 2)
    let stored = try file.slice(at: start, count: entry.storedCount)
    let content: [UInt8]
    switch entry.method {
    case 0: content = Array(stored)
    case 8: content = try Deflate.inflated(stored, count: entry.count, name: entry.name)
    default:
      throw FormatError(
        "has '\(entry.name)' compressed by method \(entry.method), expected 0 (stored) or 8 (deflate)"
      )
    }
    guard content.count == entry.count else {
      throw FormatError(
        "has \(content.count) bytes of '\(entry.name)', but its directory says \(entry.count)")
    }
    guard Deflate.checksum(content) == entry.checksum else {
      throw FormatError("has a member '\(entry.name)' whose checksum is wrong: it is damaged")
    }
    return content
  }
}
