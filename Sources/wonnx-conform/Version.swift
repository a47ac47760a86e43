import Glibc
import Harness

/// What this program is.
enum Version {
  static let current = "0.2"

  /// How this program was built: its speed depends on it.
  static var build: String {
    #if DEBUG
      "debug"
    #else
      "release"
    #endif
  }

  static var program: RunIdentity.Program {
    RunIdentity.Program(
      name: "wonnx-conform \(current)", build: build, compiler: compiler,
      digest: Digest.ofFile(Host.executable) ?? "")
  }

  /// The compiler's version, as it left it in the executable; a stripped one tells less.
  private static var compiler: String {
    let mark = Array("Swift version ".utf8)
    let found = MappedFile(Host.executable)?.text(after: mark, upTo: UInt8(ascii: "("))
    #if compiler(>=6.4)
      let known = "6.4 or later"
    #elseif compiler(>=6.3)
      let known = "6.3"
    #else
      let known = "6.2"
    #endif
    return "Swift \(found ?? known)"
  }
}

/// A file's bytes, read where they are looked at.
private final class MappedFile {
  private let bytes: UnsafeRawBufferPointer

  init?(_ path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    guard let size = Files.size(path), size > 0,
      let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED
    else { return nil }
    bytes = UnsafeRawBufferPointer(start: start, count: size)
  }

  deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count) }

  /// What stands between the first `mark` and the next `end`, without spaces around it.
  func text(after mark: [UInt8], upTo end: UInt8) -> String? {
    guard let found = offset(of: mark) else { return nil }
    let start = found + mark.count
    let text = bytes[start..<min(start + 32, bytes.count)].prefix { $0 != end }
    guard text.allSatisfy({ (0x20..<0x7f).contains($0) }) else { return nil }
    return String(decoding: text, as: UTF8.self).split(separator: " ").first.map(String.init)
  }

  private func offset(of mark: [UInt8]) -> Int? {
    guard let base = bytes.baseAddress, let first = mark.first else { return nil }
    var offset = 0
    while offset + mark.count <= bytes.count,
      let found = memchr(base + offset, Int32(first), bytes.count - offset - mark.count + 1)
    {
      if memcmp(found, mark, mark.count) == 0 { return UnsafeRawPointer(found) - base }
      offset = UnsafeRawPointer(found) - base + 1
    }
    return nil
  }
}
