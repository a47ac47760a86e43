package import Foundation

/// SPIR-V modules on disk, one file a content hash. Damaged files count as absent.
package struct SpirvCache: Sendable {
  package let folder: URL?

  package init(folder: URL?) { self.folder = folder }

  private static let magic: UInt32 = 0x5756_5058

  /// `$XDG_CACHE_HOME/wonnx-conform/spirv`, or the same under `~/.cache`.
  package static var standard: SpirvCache {
    let environment = ProcessInfo.processInfo.environment
    let base =
      environment["XDG_CACHE_HOME"].flatMap { $0.isEmpty ? nil : URL(filePath: $0) }
      ?? environment["HOME"].map { URL(filePath: $0).appending(path: ".cache") }
    return SpirvCache(folder: base?.appending(path: "wonnx-conform/spirv"))
  }

  private func url(_ hash: ContentHash) -> URL? { folder?.appending(path: "\(hash).spv") }

  func module(_ hash: ContentHash) -> [UInt32]? {
    guard let url = url(hash), let data = try? Data(contentsOf: url), data.count % 4 == 0 else {
      return nil
    }
    let words = data.withUnsafeBytes { bytes in
      (0..<data.count / 4).map { bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self) }
    }
    guard words.count > 6, words[0] == Self.magic else { return nil }
    let module = Array(words[2...])
    return words[1] == Self.checksum(module) ? module : nil
  }

  /// Writes a whole file under another name and renames it; a full disk costs only the cache.
  func store(_ module: [UInt32], _ hash: ContentHash) {
    guard let folder, let url = url(hash) else { return }
    let words = [Self.magic, Self.checksum(module)] + module
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try? words.withUnsafeBytes { try Data($0).write(to: url, options: .atomic) }
  }

  private static func checksum(_ words: [UInt32]) -> UInt32 {
    UInt32(truncatingIfNeeded: ContentHash(words: words).value)
  }
}
