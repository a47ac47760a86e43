internal import CZlib

/// Compressed text files, as `zcat` reads them.
package enum Gzip {
  /// `nil` where the file can't be read or is damaged.
  package static func text(_ path: String) -> String? {
    guard let file = gzopen(path, "rb") else { return nil }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    var count: Int32 = 1
    while count > 0 {
      count = gzread(file, &buffer, UInt32(buffer.count))
      if count > 0 { bytes += buffer[..<Int(count)] }
    }
    // A file that ends in the middle shows only now.
    return gzclose(file) == Z_OK && count == 0 ? String(decoding: bytes, as: UTF8.self) : nil
  }

  /// Writes under a temporary name and renames.
  static func write(_ text: String, to path: String) throws(FileError) {
    try Files.makeFolder(of: path)
    let temporary = Files.temporary(for: path)
    guard let file = gzopen(temporary, "wb6") else { throw FileError(path, .open) }
    var text = text
    let isWritten = text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = gzwrite(file, rest.baseAddress, UInt32(min(rest.count, 1 << 20)))
        guard count > 0 else { return false }
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(Int(count)))
      }
      return true
    }
    // What is still in zlib's buffers is written at the end, where a full disk shows.
    let isClosed = gzclose(file) == Z_OK
    guard isWritten, isClosed else {
      let error = FileError(path, .write)
      Files.remove(temporary)
      throw error
    }
    try Files.rename(temporary, to: path)
  }
}
