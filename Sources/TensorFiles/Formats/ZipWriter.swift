/// A zip file being made, whose members are stored as they are and have sizes of 64 bits.
struct ZipWriter {
  private var file: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0

  mutating func add(_ name: String, _ content: [UInt8]) {
    let offset = file.count
    let header = Self.header(name, content)
    file.append(ZipArchive.localSignature, width: 4)
    file += header
    file.append(20, width: 2)
    file += name.utf8
    file += Self.extra([content.count, content.count])
    file += content
    directory.append(ZipArchive.centralSignature, width: 4)
    directory.append(45, width: 2)
    directory += header
    directory.append(28, width: 2)
    // No comment, disk 0, no attributes.
    directory += [UInt8](repeating: 0, count: 10)
    directory.append(ZipArchive.elsewhere, width: 4)
    directory += name.utf8
    directory += Self.extra([content.count, content.count, offset])
    count += 1
  }

  consuming func finished() -> [UInt8] {
    let (start, size) = (file.count, directory.count)
    file += directory
    let end = file.count
    file.append(ZipArchive.end64Signature, width: 4)
    file.append(44, width: 8)
    file.append(45, width: 2)
    file.append(45, width: 2)
    file.append(0, width: 8)
    for number in [count, count, size, start] { file.append(number, width: 8) }
    file.append(ZipArchive.locatorSignature, width: 4)
    file.append(0, width: 4)
    file.append(end, width: 8)
    file.append(1, width: 4)
    file.append(ZipArchive.endSignature, width: 4)
    file.append(0, width: 4)
    for number in [count, count] { file.append(min(number, 0xffff), width: 2) }
    for number in [size, start] { file.append(min(number, ZipArchive.elsewhere), width: 4) }
    file.append(0, width: 2)
    return file
  }

  /// What both headers say of a member: version 4.5, names in UTF-8, stored, 1 January 1980.
  private static func header(_ name: String, _ content: [UInt8]) -> [UInt8] {
    var header: [UInt8] = []
    for field in [45, 0x800, 0, 0, 0x21] { header.append(field, width: 2) }
    header.append(Deflate.checksum(content), width: 4)
    header.append(ZipArchive.elsewhere, width: 4)
    header.append(ZipArchive.elsewhere, width: 4)
    header.append(name.utf8.count, width: 2)
    return header
  }

  private static func extra(_ sizes: [Int]) -> [UInt8] {
    var field: [UInt8] = []
    field.append(1, width: 2)
    field.append(8 * sizes.count, width: 2)
    for size in sizes { field.append(size, width: 8) }
    return field
  }
}
