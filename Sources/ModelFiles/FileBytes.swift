import Glibc
import Tensors

/// The bytes of a file, mapped or in memory, alive as long as anything views them.
///
/// A mapping is private and read-only. It follows the file: when another program shortens the file
/// while it is mapped, reading the lost part ends the process with `SIGBUS`.
package final class FileBytes: Rereadable {
  /// The file's name for messages, without its folder.
  package let name: String
  package let count: Int
  // An address is Sendable where a pointer is not; the bytes at it never change.
  private let address: UInt
  private let owned: Buffer<UInt8>?

  /// Maps the regular file at `path`.
  package init(mapping path: String) throws(ModelFileError) {
    let name = Self.name(of: path)
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw ModelFileError(name, .unreadable(Self.systemReason())) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw ModelFileError(name, .unreadable(Self.systemReason()))
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw ModelFileError(name, .unreadable("it is not a regular file"))
    }
    self.name = name
    count = Int(status.st_size)
    guard count > 0 else {
      address = 0
      owned = []
      return
    }
    guard let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED
    else { throw ModelFileError(name, .unreadable(Self.systemReason())) }
    address = UInt(bitPattern: start)
    owned = nil
    if count >= Self.bigByteCount { madvise(start, count, MADV_RANDOM) }
  }

  /// From this size on, what lies between the fields of messages is worth not reading.
  private static let bigByteCount = 16 << 20

  /// Says that the messages have been walked, and that what comes next are whole tensors.
  ///
  /// While messages are walked, the kernel reads no further than it is asked to. It may still map
  /// more around each page, up to whole megabytes; that is given back here, and counts as resident
  /// again when it is read.
  func settle() {
    guard owned == nil, count >= Self.bigByteCount,
      let start = UnsafeMutableRawPointer(bitPattern: address)
    else { return }
    madvise(start, count, MADV_NORMAL)
    madvise(start, count, MADV_DONTNEED)
  }

  /// Says that these bytes were copied: they need not stay resident, and are read again when asked for.
  func giveBack(_ range: Range<Int>) {
    guard owned == nil, range.count >= Self.page else { return }
    let first = (address + UInt(range.lowerBound) + UInt(Self.page) - 1) & ~UInt(Self.page - 1)
    let end = (address + UInt(range.upperBound)) & ~UInt(Self.page - 1)
    guard first < end, let start = UnsafeMutableRawPointer(bitPattern: first) else { return }
    madvise(start, Int(end - first), MADV_DONTNEED)
  }

  /// The same of what a view of the file sees.
  package func giveBack(_ bytes: UnsafeRawBufferPointer) {
    let first = Int(bitPattern: bytes.baseAddress) - Int(bitPattern: address)
    giveBack(first..<first + bytes.count)
  }

  private static let page = sysconf(Int32(_SC_PAGESIZE))

  /// Keeps a copy of `bytes` under a name for messages.
  package init(_ bytes: some Collection<UInt8>, name: String) {
    self.name = name
    count = bytes.count
    let buffer = Buffer<UInt8>(bytes)
    address = UInt(bitPattern: buffer.base)
    owned = buffer
  }

  deinit {
    if owned == nil { munmap(UnsafeMutableRawPointer(bitPattern: address), count) }
  }

  /// The bytes. Valid while this object lives.
  var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: address), count: count)
  }

  /// What the system says of its last error.
  static func systemReason() -> String { String(cString: strerror(errno)) }

  private static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
