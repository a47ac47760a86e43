import CVulkan
import Runtimes

/// A node whose work ends, and what it is.
struct NodeMark {
  let node: String
  let operation: String
  var byteCount = 0
  let multiplyAddCount: Double?
}

/// The times between the nodes of one command buffer.
final class Timestamps {
  private let device: VulkanDevice
  private let pool: VkQueryPool
  private var marks: [NodeMark] = []

  private static let capacity = 16_384

  /// Writes the first time into `commands`.
  init(_ device: VulkanDevice, in commands: VkCommandBuffer) throws(RuntimeError) {
    self.device = device
    var info = VkQueryPoolCreateInfo()
    info.sType = VK_STRUCTURE_TYPE_QUERY_POOL_CREATE_INFO
    info.queryType = VK_QUERY_TYPE_TIMESTAMP
    info.queryCount = UInt32(Self.capacity)
    var pool: VkQueryPool?
    try check(vkCreateQueryPool(device.handle, &info, nil, &pool), "vkCreateQueryPool")
    self.pool = try require(pool, "vkCreateQueryPool")
    vkCmdResetQueryPool(commands, pool, 0, info.queryCount)
    vkCmdWriteTimestamp(commands, VK_PIPELINE_STAGE_BOTTOM_OF_PIPE_BIT, pool, 0)
  }

  deinit { vkDestroyQueryPool(device.handle, pool, nil) }

  /// Writes the time at which a node's work ends. Nodes past the capacity are not timed.
  func record(_ mark: NodeMark, in commands: VkCommandBuffer) {
    guard marks.count + 1 < Self.capacity else { return }
    marks.append(mark)
    vkCmdWriteTimestamp(
      commands, VK_PIPELINE_STAGE_BOTTOM_OF_PIPE_BIT, pool, UInt32(marks.count))
  }

  /// The nodes' times, once the commands have ended.
  func times() throws(RuntimeError) -> [NodeTime] {
    var ticks = [UInt64](repeating: 0, count: marks.count + 1)
    let result = ticks.withUnsafeMutableBytes { bytes in
      vkGetQueryPoolResults(
        device.handle, pool, 0, UInt32(marks.count + 1), bytes.count, bytes.baseAddress, 8,
        VK_QUERY_RESULT_64_BIT.rawValue | VK_QUERY_RESULT_WAIT_BIT.rawValue)
    }
    try check(result, "vkGetQueryPoolResults")
    return marks.enumerated().map { index, mark in
      NodeTime(
        node: mark.node, operation: mark.operation,
        nanoseconds: Double(ticks[index + 1] &- ticks[index]) * device.profile.timestampPeriod,
        byteCount: mark.byteCount, multiplyAddCount: mark.multiplyAddCount)
    }
  }
}
