import Glibc
import Tensors

extension Elements {
  /// Brings the elements into memory, so that the first run need not read them from a file.
  func load() {
    withBytes { bytes in
      guard let base = bytes.baseAddress, bytes.count >= Self.leastByteCount else { return }
      let page = UInt(sysconf(Int32(_SC_PAGESIZE)))
      let first = UInt(bitPattern: base) & ~(page - 1)
      guard let start = UnsafeMutableRawPointer(bitPattern: first) else { return }
      let byteCount = UInt(bitPattern: base) + UInt(bytes.count) - first
      // Kernels before 5.14 do not know it; the first run reads the pages then.
      madvise(start, Int(byteCount), Self.populateRead)
    }
  }

  /// Less is not worth a call.
  private static let leastByteCount = 1 << 16
  /// `MADV_POPULATE_READ` of Linux 5.14.
  private static let populateRead: Int32 = 22
}
