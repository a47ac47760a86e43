import CVulkan

/// Makes every write of shaders and copies so far available, and visible to the shaders and copies
/// that follow in this command buffer and in later submissions.
///
/// - Parameter reachesHost: whether the host reads next. A fence orders its reads, and makes nothing
///   visible to them (Vulkan 1.3, §7.9).
func recordBarrier(in commands: VkCommandBuffer, reachesHost: Bool = false) {
  let work =
    VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT.rawValue | VK_PIPELINE_STAGE_TRANSFER_BIT.rawValue
  let host = reachesHost ? VK_PIPELINE_STAGE_HOST_BIT.rawValue : 0
  var barrier = VkMemoryBarrier()
  barrier.sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER
  barrier.srcAccessMask =
    VK_ACCESS_SHADER_WRITE_BIT.rawValue | VK_ACCESS_TRANSFER_WRITE_BIT.rawValue
  barrier.dstAccessMask =
    VK_ACCESS_SHADER_READ_BIT.rawValue | VK_ACCESS_SHADER_WRITE_BIT.rawValue
    | VK_ACCESS_TRANSFER_READ_BIT.rawValue | VK_ACCESS_TRANSFER_WRITE_BIT.rawValue
    | (reachesHost ? VK_ACCESS_HOST_READ_BIT.rawValue : 0)
  vkCmdPipelineBarrier(commands, work, work | host, 0, 1, &barrier, 0, nil, 0, nil)
}
