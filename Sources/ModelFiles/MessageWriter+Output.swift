import Glibc
import Tensors

extension MessageWriter {
  /// All bytes of a message that stands at the start of a file.
  func joined() -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(byteCount)
    for piece in pieces {
      switch piece {
      case .bytes(let bytes): result.append(contentsOf: bytes)
      case .aligned(let field):
        let (before, after) = field.surroundings(at: result.count)
        result.append(contentsOf: before)
        field.elements.withBytes { result.append(contentsOf: $0) }
        result.append(contentsOf: after)
      case .elements(let elements): elements.withBytes { result.append(contentsOf: $0) }
      }
    }
    return result
  }

  /// Writes the bytes to a temporary file beside `path` and renames it when all are on the disk, so
  /// that `path` is either what it was or whole. A device or pipe takes them as it is.
  func write(to path: String) throws(ModelFileError) {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    func failure() -> ModelFileError {
      ModelFileError(name, .unwritable(FileBytes.systemReason()))
    }
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      let descriptor = open(path, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw failure() }
      defer { close(descriptor) }
      guard write(to: descriptor) else { throw failure() }
      return
    }
    guard let (descriptor, temporary) = Self.temporary(beside: path) else { throw failure() }
    do throws(ModelFileError) {
      defer { close(descriptor) }
      guard write(to: descriptor), fsync(descriptor) == 0, rename(temporary, path) == 0 else {
        throw failure()
      }
    } catch {
      unlink(temporary)
      throw error
    }
  }

  /// `false` when the system refuses a part.
  private func write(to descriptor: Int32) -> Bool {
    var offset = 0
    for piece in pieces {
      switch piece {
      case .bytes(let bytes):
        guard bytes.withUnsafeBytes({ Self.write($0, descriptor) }) else { return false }
        offset += bytes.count
      case .aligned(let field):
        let (before, after) = field.surroundings(at: offset)
        guard before.withUnsafeBytes({ Self.write($0, descriptor) }),
          field.elements.write(by: { Self.write($0, descriptor) }),
          after.withUnsafeBytes({ Self.write($0, descriptor) })
        else { return false }
        offset += field.byteCount
      case .elements(let elements):
        guard elements.write(by: { Self.write($0, descriptor) }) else { return false }
        offset += elements.withBytes(\.count) ?? 0
      }
    }
    return true
  }

  /// Creates a file that was not there.
  private static func temporary(beside path: String) -> (descriptor: Int32, path: String)? {
    for attempt in 0..<100 {
      let temporary = "\(path).\(getpid())-\(attempt).part"
      let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor >= 0 { return (descriptor, temporary) }
      if errno != EEXIST { return nil }
    }
    return nil
  }

  private static func write(_ bytes: UnsafeRawBufferPointer, _ descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let chunk = UnsafeRawBufferPointer(rebasing: rest)
      let written = Glibc.write(descriptor, chunk.baseAddress, chunk.count)
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { return false }
      rest = rest.dropFirst(written)
    }
    return true
  }
}
