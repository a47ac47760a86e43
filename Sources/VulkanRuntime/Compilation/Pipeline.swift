import CVulkan
import Runtimes

/// A shader as the device runs it, once its handle is there.
final class Pipeline {
  let layout: PipelineLayout
  let key: ShaderKey
  let device: VulkanDevice
  private(set) var handle: VkPipeline?

  init(_ device: VulkanDevice, key: ShaderKey, layout: PipelineLayout) {
    self.device = device
    self.key = key
    self.layout = layout
  }

  /// Takes the handle that a job made.
  func own(_ address: UInt) { handle = OpaquePointer(bitPattern: address) }

  deinit { vkDestroyPipeline(device.handle, handle, nil) }
}

/// The descriptors that a pipeline takes, in set 0, and its push constants.
final class PipelineLayout {
  let handle: VkPipelineLayout
  let set: VkDescriptorSetLayout
  let kinds: [AccessPath]
  private let device: VulkanDevice

  init(_ device: VulkanDevice, kinds: [AccessPath]) throws(RuntimeError) {
    self.device = device
    self.kinds = kinds
    let bindings = kinds.enumerated().map { slot, kind in
      var binding = VkDescriptorSetLayoutBinding()
      binding.binding = UInt32(slot)
      binding.descriptorType = kind.descriptorType
      binding.descriptorCount = 1
      binding.stageFlags = VK_SHADER_STAGE_COMPUTE_BIT.rawValue
      return binding
    }
    var set: VkDescriptorSetLayout?
    let result = bindings.withUnsafeBufferPointer { bindings in
      var info = VkDescriptorSetLayoutCreateInfo()
      info.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO
      if device.pushDescriptors != nil {
        info.flags = VK_DESCRIPTOR_SET_LAYOUT_CREATE_PUSH_DESCRIPTOR_BIT_KHR.rawValue
      }
      info.bindingCount = UInt32(bindings.count)
      info.pBindings = bindings.baseAddress
      return vkCreateDescriptorSetLayout(device.handle, &info, nil, &set)
    }
    try check(result, "vkCreateDescriptorSetLayout")
    self.set = try require(set, "vkCreateDescriptorSetLayout")
    var layout: VkPipelineLayout?
    let created = withUnsafePointer(to: set) { set in
      var range = VkPushConstantRange()
      range.stageFlags = VK_SHADER_STAGE_COMPUTE_BIT.rawValue
      range.size = 128
      return withUnsafePointer(to: &range) { range in
        var info = VkPipelineLayoutCreateInfo()
        info.sType = VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO
        info.setLayoutCount = 1
        info.pSetLayouts = set
        info.pushConstantRangeCount = 1
        info.pPushConstantRanges = range
        return vkCreatePipelineLayout(device.handle, &info, nil, &layout)
      }
    }
    if created != VK_SUCCESS { vkDestroyDescriptorSetLayout(device.handle, set, nil) }
    try check(created, "vkCreatePipelineLayout")
    handle = try require(layout, "vkCreatePipelineLayout")
  }

  deinit {
    vkDestroyPipelineLayout(device.handle, handle, nil)
    vkDestroyDescriptorSetLayout(device.handle, set, nil)
  }
}

extension AccessPath {
  var descriptorType: VkDescriptorType {
    switch self {
    case .storage: VK_DESCRIPTOR_TYPE_STORAGE_BUFFER
    case .texels: VK_DESCRIPTOR_TYPE_UNIFORM_TEXEL_BUFFER
    }
  }
}
