import CVulkan
import Runtimes

/// One piece of device memory under one buffer.
final class Block {
  let device: VulkanDevice
  let buffer: VkBuffer
  let memory: VkDeviceMemory
  let byteCount: Int
  /// The memory where the host writes it.
  let mapped: UnsafeMutableRawPointer?
  /// The memory where the host may read it too.
  var readable: UnsafeMutableRawPointer? { use.host == .readsAndWrites ? mapped : nil }
  private let use: MemoryUse
  private var views: [ViewKey: VkBufferView] = [:]

  private struct ViewKey: Hashable {
    let offset: Int
    let byteCount: Int
    let format: UInt32
  }

  init(
    _ device: VulkanDevice, byteCount: Int, for use: MemoryUse
  ) throws(RuntimeError) {
    self.device = device
    self.use = use
    self.byteCount = byteCount
    var info = VkBufferCreateInfo()
    info.sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO
    info.size = UInt64(byteCount)
    info.usage =
      VK_BUFFER_USAGE_STORAGE_BUFFER_BIT.rawValue
      | VK_BUFFER_USAGE_UNIFORM_TEXEL_BUFFER_BIT.rawValue
      | VK_BUFFER_USAGE_TRANSFER_SRC_BIT.rawValue | VK_BUFFER_USAGE_TRANSFER_DST_BIT.rawValue
    info.sharingMode = VK_SHARING_MODE_EXCLUSIVE
    var buffer: VkBuffer?
    try check(vkCreateBuffer(device.handle, &info, nil, &buffer), "vkCreateBuffer")
    let made = try require(buffer, "vkCreateBuffer")
    do throws(RuntimeError) {
      memory = try Self.allocate(device, for: made, memoryType: use.type)
    } catch {
      vkDestroyBuffer(device.handle, made, nil)
      throw error
    }
    self.buffer = made
    var address: UnsafeMutableRawPointer?
    var result = vkBindBufferMemory(device.handle, made, memory, 0)
    if result == VK_SUCCESS, use.host != .nothing {
      result = vkMapMemory(device.handle, memory, 0, UInt64(byteCount), 0, &address)
    }
    mapped = address
    try check(result, "vkBindBufferMemory")
  }

  deinit {
    for view in views.values { vkDestroyBufferView(device.handle, view, nil) }
    vkDestroyBuffer(device.handle, buffer, nil)
    vkFreeMemory(device.handle, memory, nil)
  }

  /// Overwrites the block where the host sees it.
  func fill(_ byte: UInt8) {
    mapped?.initializeMemory(as: UInt8.self, repeating: byte, count: byteCount)
  }

  /// A view of four 32-bit components a texel.
  func texels(offset: Int, byteCount: Int, format: VkFormat) throws(RuntimeError) -> VkBufferView {
    let key = ViewKey(offset: offset, byteCount: byteCount, format: format.rawValue)
    if let view = views[key] { return view }
    var info = VkBufferViewCreateInfo()
    info.sType = VK_STRUCTURE_TYPE_BUFFER_VIEW_CREATE_INFO
    info.buffer = buffer
    info.format = format
    info.offset = UInt64(offset)
    info.range = UInt64(byteCount)
    var view: VkBufferView?
    try check(vkCreateBufferView(device.handle, &info, nil, &view), "vkCreateBufferView")
    let made = try require(view, "vkCreateBufferView")
    views[key] = made
    return made
  }

  private static func allocate(
    _ device: VulkanDevice, for buffer: VkBuffer, memoryType: UInt32
  ) throws(RuntimeError) -> VkDeviceMemory {
    var needs = VkMemoryRequirements()
    vkGetBufferMemoryRequirements(device.handle, buffer, &needs)
    guard needs.memoryTypeBits & 1 << memoryType != 0 else {
      throw .device("Memory type \(memoryType) of \(device.profile.name) does not hold buffers.")
    }
    var info = VkMemoryAllocateInfo()
    info.sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO
    info.allocationSize = needs.size
    info.memoryTypeIndex = memoryType
    var memory: VkDeviceMemory?
    try check(vkAllocateMemory(device.handle, &info, nil, &memory), "vkAllocateMemory")
    return try require(memory, "vkAllocateMemory")
  }
}
