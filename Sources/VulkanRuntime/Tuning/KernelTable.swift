import Foundation
package import Graphs

/// The kernels that were chosen on a device, in a file beside its pipelines.
///
/// A line a site: its description, a tab, the kernel's name. Line 1 says what wrote it.
package struct KernelTable: Sendable {
  private let url: URL
  package var path: String { url.path(percentEncoded: false) }

  private static let heading = "wonnx-conform tune"

  /// `nil` where nothing is cached.
  package init?(_ profile: DeviceProfile, _ cache: SpirvCache) {
    guard let url = cache.url(of: profile, extension: "kernels") else { return nil }
    self.url = url
  }

  package enum Found: Sendable, Equatable {
    case nothing
    case choices([KernelSite: String])
    /// A sentence about a file that is not as it was written.
    case damaged(String)
  }

  package var found: Found {
    guard let data = try? Data(contentsOf: url) else { return .nothing }
    var lines = String(decoding: data, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    let damage = Found.damaged(
      "\(path) is damaged and not used: wonnx-conform tune writes it anew."
    )
    guard lines.first?.hasPrefix(Self.heading) == true, lines.last?.isEmpty == true else {
      return damage
    }
    lines.removeFirst()
    lines.removeLast()
    var choices: [KernelSite: String] = [:]
    for line in lines {
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard parts.count == 2, let site = KernelSite(String(parts[0])), !parts[1].isEmpty else {
        return damage
      }
      choices[site] = String(parts[1])
    }
    return .choices(choices)
  }

  /// Writes these choices, and what was chosen for other sites before.
  package func add(_ choices: [KernelSite: String], device: String) throws {
    var all = choices
    if case .choices(let former) = found { all.merge(former) { new, _ in new } }
    let lines = all.map { "\($0.key)\t\($0.value)" }.sorted()
    let text = (["\(Self.heading): \(device)"] + lines).joined(separator: "\n") + "\n"
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url, options: .atomic)
  }
}

extension SpirvCache {
  /// A file of what is known of one device and version of its driver, beside the modules' folder.
  func url(of profile: DeviceProfile, extension suffix: String) -> URL? {
    let uuid = profile.uuid.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
    return folder?.deletingLastPathComponent()
      .appending(path: "\(uuid.joined())-\(profile.driverVersion).\(suffix)")
  }
}
