import CVulkan
import Runtimes

/// A compiled shader that the device is ready to run.
final class Pipeline {
  let handle: VkPipeline
  let layout: PipelineLayout
  let key: ShaderKey
  private let device: VulkanDevice

  init(
    _ device: VulkanDevice, key: ShaderKey, module: [UInt32], layout: PipelineLayout,
    cache: VkPipelineCache?
  ) throws(RuntimeError) {
    self.device = device
    self.key = key
    self.layout = layout
    var shader: VkShaderModule?
    let result = module.withUnsafeBufferPointer { words in
      var info = VkShaderModuleCreateInfo()
      info.sType = VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO
      info.codeSize = words.count * 4
      info.pCode = words.baseAddress
      return vkCreateShaderModule(device.handle, &info, nil, &shader)
    }
    try check(result, "vkCreateShaderModule")
    defer { vkDestroyShaderModule(device.handle, shader, nil) }
    var pipeline: VkPipeline?
    let profile = device.profile
    let needsFullSubgroups =
      profile.hasSubgroupSizeControl && SpirvModule(module).countsOnSubgroups
      && key.localSize[0] % profile.subgroupSize == 0
    var size = VkPipelineShaderStageRequiredSubgroupSizeCreateInfoEXT()
    size.sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_REQUIRED_SUBGROUP_SIZE_CREATE_INFO_EXT
    size.requiredSubgroupSize = UInt32(profile.subgroupSize)
    let created = withUnsafeMutablePointer(to: &size) { size in
      "main".withCString { name in
        var info = VkComputePipelineCreateInfo()
        info.sType = VK_STRUCTURE_TYPE_COMPUTE_PIPELINE_CREATE_INFO
        info.stage.sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO
        info.stage.stage = VK_SHADER_STAGE_COMPUTE_BIT
        info.stage.module = shader
        info.stage.pName = name
        if needsFullSubgroups {
          info.stage.pNext = UnsafeRawPointer(size)
          info.stage.flags =
            VK_PIPELINE_SHADER_STAGE_CREATE_REQUIRE_FULL_SUBGROUPS_BIT_EXT.rawValue
        }
        info.layout = layout.handle
        return vkCreateComputePipelines(device.handle, cache, 1, &info, nil, &pipeline)
      }
    }
    try check(created, "vkCreateComputePipelines")
    handle = try require(pipeline, "vkCreateComputePipelines")
  }

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
