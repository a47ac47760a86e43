import CVulkan
import Runtimes

/// Descriptor sets for devices without push descriptors.
final class DescriptorSets {
  private let device: VulkanDevice
  private var pools: [VkDescriptorPool] = []
  private var left = 0

  private static let setsPerPool = 256

  init(_ device: VulkanDevice) { self.device = device }

  deinit { for pool in pools { vkDestroyDescriptorPool(device.handle, pool, nil) } }

  func take(_ layout: VkDescriptorSetLayout) throws(RuntimeError) -> VkDescriptorSet {
    if left == 0 { try grow() }
    var layout: VkDescriptorSetLayout? = layout
    var set: VkDescriptorSet?
    let result = withUnsafePointer(to: &layout) { layout in
      var info = VkDescriptorSetAllocateInfo()
      info.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_ALLOCATE_INFO
      info.descriptorPool = pools.last
      info.descriptorSetCount = 1
      info.pSetLayouts = layout
      return vkAllocateDescriptorSets(device.handle, &info, &set)
    }
    left -= 1
    try check(result, "vkAllocateDescriptorSets")
    return try require(set, "vkAllocateDescriptorSets")
  }

  private func grow() throws(RuntimeError) {
    let sizes = [
      VkDescriptorPoolSize(
        type: VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, descriptorCount: UInt32(Self.setsPerPool * 16)),
      VkDescriptorPoolSize(
        type: VK_DESCRIPTOR_TYPE_UNIFORM_TEXEL_BUFFER,
        descriptorCount: UInt32(Self.setsPerPool * 8)),
    ]
    var pool: VkDescriptorPool?
    let result = sizes.withUnsafeBufferPointer { sizes in
      var info = VkDescriptorPoolCreateInfo()
      info.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_POOL_CREATE_INFO
      info.maxSets = UInt32(Self.setsPerPool)
      info.poolSizeCount = UInt32(sizes.count)
      info.pPoolSizes = sizes.baseAddress
      return vkCreateDescriptorPool(device.handle, &info, nil, &pool)
    }
    try check(result, "vkCreateDescriptorPool")
    pools.append(try require(pool, "vkCreateDescriptorPool"))
    left = Self.setsPerPool
  }
}
