import CVulkan
package import Runtimes

/// The memory that command buffers come from.
final class CommandPool {
  let device: VulkanDevice
  let handle: VkCommandPool

  init(_ device: VulkanDevice) throws(RuntimeError) {
    self.device = device
    var info = VkCommandPoolCreateInfo()
    info.sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO
    info.flags = VK_COMMAND_POOL_CREATE_RESET_COMMAND_BUFFER_BIT.rawValue
    info.queueFamilyIndex = device.family
    var pool: VkCommandPool?
    try check(vkCreateCommandPool(device.handle, &info, nil, &pool), "vkCreateCommandPool")
    handle = try require(pool, "vkCreateCommandPool")
  }

  deinit { vkDestroyCommandPool(device.handle, handle, nil) }
}

/// Commands that are being recorded. Ending them consumes this value, so that nothing is ever
/// recorded into what was submitted.
package struct Recording: ~Copyable {
  private let commands: CommandBuffer

  init(_ pool: CommandPool) throws(RuntimeError) { commands = try CommandBuffer(pool) }

  /// What `vkCmd…` functions record into.
  var handle: VkCommandBuffer { commands.handle }

  /// The commands, ready to be submitted.
  package consuming func ended() throws(RuntimeError) -> CommandBuffer { try ended(using: []) }

  /// - Parameter resources: what the commands refer to, which lives as long as they do.
  consuming func ended(using resources: [AnyObject]) throws(RuntimeError) -> CommandBuffer {
    try check(vkEndCommandBuffer(handle), "vkEndCommandBuffer")
    commands.resources = resources
    return commands
  }
}

/// Commands that were recorded once and are submitted any number of times, one after the other.
package final class CommandBuffer {
  fileprivate let handle: VkCommandBuffer
  private let pool: CommandPool
  private let fence: VkFence
  fileprivate var resources: [AnyObject] = []

  /// A command buffer that is being recorded.
  fileprivate init(_ pool: CommandPool) throws(RuntimeError) {
    self.pool = pool
    var fenceInfo = VkFenceCreateInfo()
    fenceInfo.sType = VK_STRUCTURE_TYPE_FENCE_CREATE_INFO
    var fence: VkFence?
    try check(vkCreateFence(pool.device.handle, &fenceInfo, nil, &fence), "vkCreateFence")
    let madeFence = try require(fence, "vkCreateFence")
    self.fence = madeFence
    var info = VkCommandBufferAllocateInfo()
    info.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO
    info.commandPool = pool.handle
    info.level = VK_COMMAND_BUFFER_LEVEL_PRIMARY
    info.commandBufferCount = 1
    var buffer: VkCommandBuffer?
    var begin = VkCommandBufferBeginInfo()
    begin.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO
    var result = vkAllocateCommandBuffers(pool.device.handle, &info, &buffer)
    if result == VK_SUCCESS { result = vkBeginCommandBuffer(buffer, &begin) }
    guard result == VK_SUCCESS, let buffer else {
      vkDestroyFence(pool.device.handle, madeFence, nil)
      throw RuntimeError(VulkanError(call: "vkAllocateCommandBuffers", code: result.rawValue))
    }
    handle = buffer
  }

  deinit {
    var buffer: VkCommandBuffer? = handle
    vkDestroyFence(pool.device.handle, fence, nil)
    vkFreeCommandBuffers(pool.device.handle, pool.handle, 1, &buffer)
  }

  /// Runs the commands and waits for them. A device that takes longer is lost, and what it may still
  /// work with is never freed.
  ///
  /// - Parameter first: commands that run before these, in the same submission.
  func submit(after first: CommandBuffer? = nil, _ patience: Patience) throws(RuntimeError) {
    let device = pool.device
    try device.checkHealth()
    let result = enqueue((first.map { [$0.handle] } ?? []) + [handle], on: device.queue)
    device.submissionCount += 1
    if result == VK_ERROR_DEVICE_LOST { device.poison("vkQueueSubmit") }
    try check(result, "vkQueueSubmit")
    do throws(RuntimeError) {
      if try !hasEnded(within: patience.polling) { try wait(patience.timeout) }
    } catch {
      if case .timeout = error, let first { _ = Unmanaged.passRetained(first) }
      throw error
    }
    try check(resetFence(), "vkResetFences")
  }

  private func enqueue(_ buffers: [VkCommandBuffer?], on queue: VkQueue) -> VkResult {
    buffers.withUnsafeBufferPointer { buffers in
      var info = VkSubmitInfo()
      info.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO
      info.commandBufferCount = UInt32(buffers.count)
      info.pCommandBuffers = buffers.baseAddress
      return vkQueueSubmit(queue, 1, &info, fence)
    }
  }

  private func resetFence() -> VkResult {
    var fence: VkFence? = fence
    return vkResetFences(pool.device.handle, 1, &fence)
  }

  /// Whether the commands end while the device is asked for so long.
  private func hasEnded(within duration: Duration) throws(RuntimeError) -> Bool {
    let device = pool.device
    let start = ContinuousClock.now
    while ContinuousClock.now - start < duration {
      let result = vkGetFenceStatus(device.handle, fence)
      if result == VK_NOT_READY { continue }
      if result == VK_SUCCESS { return true }
      device.poison("vkGetFenceStatus")
      try check(result, "vkGetFenceStatus")
    }
    return false
  }

  /// Sleeps until the commands end, in slices.
  private func wait(_ timeout: Duration) throws(RuntimeError) {
    let device = pool.device
    let start = ContinuousClock.now
    var fence: VkFence? = fence
    while true {
      let left = timeout - (ContinuousClock.now - start)
      let slice = max(.zero, min(left, .milliseconds(250)))
      let nanoseconds =
        slice.components.seconds * 1_000_000_000
        + slice.components.attoseconds / 1_000_000_000
      let result = vkWaitForFences(device.handle, 1, &fence, 1, UInt64(nanoseconds))
      switch result {
      case VK_SUCCESS: return
      case VK_TIMEOUT where left > .zero: continue
      case VK_TIMEOUT:
        device.poison("a submission did not end within \(timeout)")
        _ = Unmanaged.passRetained(self)
        throw .timeout("\(device.profile.name) did not end a submission within \(timeout).")
      default:
        device.poison("vkWaitForFences")
        try check(result, "vkWaitForFences")
      }
    }
  }
}
