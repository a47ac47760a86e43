import CVulkan

/// Who works with memory.
struct Stages: OptionSet, Hashable {
  let rawValue: Int
  static let shaders = Self(rawValue: 1)
  static let copies = Self(rawValue: 2)
  static let host = Self(rawValue: 4)

  fileprivate var mask: VkPipelineStageFlags {
    (contains(.shaders) ? VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT.rawValue : 0)
      | (contains(.copies) ? VK_PIPELINE_STAGE_TRANSFER_BIT.rawValue : 0)
      | (contains(.host) ? VK_PIPELINE_STAGE_HOST_BIT.rawValue : 0)
  }

  fileprivate var writes: VkAccessFlags {
    (contains(.shaders) ? VK_ACCESS_SHADER_WRITE_BIT.rawValue : 0)
      | (contains(.copies) ? VK_ACCESS_TRANSFER_WRITE_BIT.rawValue : 0)
  }

  fileprivate var reads: VkAccessFlags {
    (contains(.shaders) ? VK_ACCESS_SHADER_READ_BIT.rawValue : 0)
      | (contains(.copies) ? VK_ACCESS_TRANSFER_READ_BIT.rawValue : 0)
      | (contains(.host) ? VK_ACCESS_HOST_READ_BIT.rawValue : 0)
  }
}

/// Makes every write of some stages so far available, and visible to others that follow in this command
/// buffer and in later submissions.
///
/// - Parameter next: `.host` where the host reads next. A fence orders its reads, and makes nothing
///   visible to them (Vulkan 1.3, §7.9).
func recordBarrier(in commands: VkCommandBuffer, from past: Stages, to next: Stages) {
  var barrier = VkMemoryBarrier()
  barrier.sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER
  barrier.srcAccessMask = past.writes
  barrier.dstAccessMask = next.reads | next.writes
  vkCmdPipelineBarrier(commands, past.mask, next.mask, 0, 1, &barrier, 0, nil, 0, nil)
}
