internal import CCrypto
internal import Glibc

/// A SHA-256 in lower-case hexadecimal.
package enum Digest {
  package static func of(_ text: String) -> String {
    var digest = Running()
    var text = text
    text.withUTF8 { digest.add(UnsafeRawBufferPointer($0)) }
    return digest.finish()
  }

  /// The digest of a file's bytes; `nil` where it can't be read.
  package static func ofFile(_ path: String) -> String? { ofFiles([path]) }

  /// One digest of several files: of each, its name's length, its name, its size and its bytes.
  ///
  /// One file alone has the digest that `sha256sum` gives it.
  package static func ofFiles(_ paths: [String], below folder: String = "") -> String? {
    var digest = Running()
    for path in paths {
      if paths.count > 1 {
        guard let size = Files.size(path) else { return nil }
        let name = path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : path
        var line = "\(name.utf8.count) \(name) \(size)\n"
        line.withUTF8 { digest.add(UnsafeRawBufferPointer($0)) }
      }
      guard digest.add(file: path) else { return nil }
    }
    return digest.finish()
  }

  struct Running: ~Copyable {
    private let context = EVP_MD_CTX_new()

    init() { EVP_DigestInit_ex(context, EVP_sha256(), nil) }
    deinit { EVP_MD_CTX_free(context) }

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
      EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }

    mutating func add(file path: String) -> Bool {
      // A pipe without a writer would keep whoever opens it waiting.
      let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
      guard descriptor >= 0 else { return false }
      defer { close(descriptor) }
      var status = stat()
      guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        return false
      }
      var buffer = [UInt8](repeating: 0, count: 1 << 20)
      while true {
        let count = read(descriptor, &buffer, buffer.count)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return count == 0 }
        buffer.withUnsafeBytes { add(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      }
    }

    mutating func finish() -> String {
      var bytes = [UInt8](repeating: 0, count: 32)
      EVP_DigestFinal_ex(context, &bytes, nil)
      return bytes.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
    }
  }
}
