import CVulkan
import Runtimes

/// All that a thread takes to make one shader's pipeline.
struct PipelineJob: Sendable {
  let key: ShaderKey
  let writer: ShaderWriter
  let modules: SpirvCache
  // Vulkan's handles by their addresses, which are Sendable where pointers are not. The specification
  // lets several threads make pipelines of one device, layout and cache at once.
  private let device: UInt
  private let layout: UInt
  private let cache: UInt

  enum Outcome: Sendable {
    case made(address: UInt, isCompiled: Bool)
    case lacks(String)
    case failed(RuntimeError)
  }

  init(
    _ pipeline: Pipeline, _ writer: ShaderWriter, _ modules: SpirvCache, cache: VkPipelineCache?
  ) {
    key = pipeline.key
    self.writer = writer
    self.modules = modules
    device = UInt(bitPattern: pipeline.device.handle)
    layout = UInt(bitPattern: pipeline.layout.handle)
    self.cache = UInt(bitPattern: cache)
  }

  func run() -> Outcome {
    do throws(RuntimeError) {
      let (words, isCompiled) = try module()
      if let feature = writer.profile.lacking(SpirvModule(words).capabilities) {
        return .lacks(feature)
      }
      return .made(address: UInt(bitPattern: try pipeline(words)), isCompiled: isCompiled)
    } catch {
      return .failed(error)
    }
  }

  private func module() throws(RuntimeError) -> (words: [UInt32], isCompiled: Bool) {
    let source = try writer.source(key)
    let profile = writer.profile
    let modes = "\(profile.preservesSpecials.rawValue) \(profile.roundsToEven.rawValue)"
    let hash = ContentHash(GlslangCompiler.version, modes, source.text)
    if let words = modules.module(hash) { return (words, false) }
    var module = SpirvModule(try GlslangCompiler.compile(source, path: key.path))
    if profile.quotients != .device { try module.callQuotients() }
    module.makeStrict(profile)
    modules.store(module.words, hash)
    return (module.words, true)
  }

  private func pipeline(_ words: [UInt32]) throws(RuntimeError) -> VkPipeline {
    let device = OpaquePointer(bitPattern: device)
    var shader: VkShaderModule?
    let result = words.withUnsafeBufferPointer { words in
      var info = VkShaderModuleCreateInfo()
      info.sType = VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO
      info.codeSize = words.count * 4
      info.pCode = words.baseAddress
      return vkCreateShaderModule(device, &info, nil, &shader)
    }
    try check(result, "vkCreateShaderModule")
    defer { vkDestroyShaderModule(device, shader, nil) }
    var pipeline: VkPipeline?
    let profile = writer.profile
    let needsFullSubgroups =
      profile.hasSubgroupSizeControl && SpirvModule(words).countsOnSubgroups
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
        info.layout = OpaquePointer(bitPattern: layout)
        return vkCreateComputePipelines(
          device, OpaquePointer(bitPattern: cache), 1, &info, nil, &pipeline)
      }
    }
    try check(created, "vkCreateComputePipelines")
    return try require(pipeline, "vkCreateComputePipelines")
  }
}
