import CVulkan
package import Runtimes

/// Which of the machine's devices to take.
package enum DeviceSelector: Sendable, Equatable {
  /// A discrete GPU before an integrated one before a virtual one before a software driver.
  case best
  case index(Int)
  /// The first whose name contains this text, whatever its case.
  case name(String)

  /// Reads `0`, `1` … as an index, the empty string as no choice, anything else as a name.
  package init(_ text: String) {
    if text.isEmpty {
      self = .best
    } else if let index = Int(text) {
      self = .index(index)
    } else {
      self = .name(text)
    }
  }

  /// The chosen position in `profiles`.
  package func choose(from profiles: [DeviceProfile]) throws(RuntimeError) -> Int {
    let found = profiles.enumerated().map { "\($0.offset): \($0.element.name)" }
    let list = found.isEmpty ? "none" : found.joined(separator: ", ")
    switch self {
    case .best:
      let ranks: [DeviceProfile.Kind] = [.discrete, .integrated, .virtual, .other, .cpu]
      for kind in ranks {
        if let index = profiles.firstIndex(where: { $0.kind == kind }) { return index }
      }
      throw .device("This machine has no Vulkan device.")
    case .index(let index):
      guard profiles.indices.contains(index) else {
        throw .device("No Vulkan device matches '\(index)'; found: \(list).")
      }
      return index
    case .name(let name):
      let wanted = name.lowercased()
      guard let index = profiles.firstIndex(where: { $0.name.lowercased().contains(wanted) }) else {
        throw .device("No Vulkan device matches '\(name)'; found: \(list).")
      }
      return index
    }
  }
}
