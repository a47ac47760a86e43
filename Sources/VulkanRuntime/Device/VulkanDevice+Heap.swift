import CVulkan

extension VulkanDevice {
  /// Bytes that the heap of a memory type still has for this process, as VK_EXT_memory_budget says, or
  /// all of the heap.
  func heapBytes(of type: UInt32) -> Int {
    var budget = VkPhysicalDeviceMemoryBudgetPropertiesEXT()
    budget.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MEMORY_BUDGET_PROPERTIES_EXT
    var base = VkPhysicalDeviceMemoryProperties2()
    base.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MEMORY_PROPERTIES_2
    withUnsafeMutablePointer(to: &budget) { budget in
      base.pNext = profile.hasMemoryBudget ? UnsafeMutableRawPointer(budget) : nil
      vkGetPhysicalDeviceMemoryProperties2(physical, &base)
    }
    let properties = base.memoryProperties
    // A type is its properties and its heap, in 4 bytes each; a heap its size in 8 bytes, and 8 more.
    let heap = withUnsafeBytes(of: properties.memoryTypes) {
      Int($0.load(fromByteOffset: Int(type) * 8 + 4, as: UInt32.self))
    }
    let size = withUnsafeBytes(of: properties.memoryHeaps) {
      $0.load(fromByteOffset: heap * 16, as: UInt64.self)
    }
    guard profile.hasMemoryBudget else { return Int(clamping: size) }
    let (all, used) = withUnsafeBytes(of: budget.heapBudget) { all in
      withUnsafeBytes(of: budget.heapUsage) { used in
        (
          all.load(fromByteOffset: heap * 8, as: UInt64.self),
          used.load(fromByteOffset: heap * 8, as: UInt64.self)
        )
      }
    }
    return Int(clamping: all > used ? all - used : 0)
  }
}
