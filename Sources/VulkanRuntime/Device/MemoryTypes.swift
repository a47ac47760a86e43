import CVulkan
import Runtimes

/// A memory type in its use.
struct MemoryUse: Equatable {
  /// What the host does there.
  enum Host: Equatable {
    case nothing
    /// It writes and never reads: what is not cached is read at 60 MB/s.
    case writes
    case readsAndWrites
  }
  let type: UInt32
  let host: Host
}

/// Which memory types serve what. All that the host sees is coherent: nothing is flushed.
struct MemoryTypes: Equatable {
  /// Where tensors live.
  let tensors: MemoryUse
  /// Device memory that the host writes inputs into; `nil` where it sees none, or all.
  let inputs: MemoryUse?
  /// Host memory that the device copies from.
  let uploads: MemoryUse
  /// Host memory that the device copies into, cached where there is such.
  let downloads: MemoryUse

  /// - Parameters:
  ///   - flags: the properties of each of the device's types. A device lists what is faster first.
  ///   - checks: whether transfers are staged that need not be.
  /// - Returns: `nil` where the host sees no memory.
  init?(flags: [UInt32], checks: VulkanOptions.DebugChecks = []) {
    let local = VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT.rawValue
    let host =
      VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT.rawValue | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT.rawValue
    let cached = VK_MEMORY_PROPERTY_HOST_CACHED_BIT.rawValue
    // Other properties are of memory that a device must be asked for, such as protected memory.
    let known = local | host | cached
    func first(_ wanted: UInt32, without unwanted: UInt32 = 0) -> UInt32? {
      flags.firstIndex { $0 & ~known == 0 && $0 & wanted == wanted && $0 & unwanted == 0 }
        .map { UInt32($0) }
    }
    guard
      let uploads = first(host, without: local | cached) ?? first(host, without: local)
        ?? first(host)
    else { return nil }
    self.uploads = MemoryUse(type: uploads, host: .writes)
    downloads = MemoryUse(
      type: first(host | cached, without: local) ?? first(host | cached) ?? uploads,
      host: .readsAndWrites)
    let unified = first(local | host | cached)
    if let unified, checks.isDisjoint(with: [.staging, .window]) {
      tensors = MemoryUse(type: unified, host: .readsAndWrites)
      inputs = nil
    } else {
      let own = first(local, without: host) ?? first(local) ?? uploads
      tensors = MemoryUse(type: own, host: .nothing)
      inputs =
        checks.contains(.staging)
        ? nil : first(local | host).map { MemoryUse(type: $0, host: .writes) }
    }
  }

  init(_ device: VkPhysicalDevice, _ checks: VulkanOptions.DebugChecks) throws(RuntimeError) {
    var properties = VkPhysicalDeviceMemoryProperties()
    vkGetPhysicalDeviceMemoryProperties(device, &properties)
    let count = Int(properties.memoryTypeCount)
    let flags = withUnsafeBytes(of: properties.memoryTypes) { bytes in
      (0..<count).map { bytes.load(fromByteOffset: $0 * 8, as: UInt32.self) }
    }
    guard let types = MemoryTypes(flags: flags, checks: checks) else {
      throw .device("The Vulkan device has no memory that the host sees.")
    }
    self = types
  }
}
