import CVulkan
import Runtimes

/// A logical device with its one queue.
final class VulkanDevice {
  let instance: VulkanInstance
  let physical: VkPhysicalDevice
  private(set) var profile: DeviceProfile
  let handle: VkDevice
  let family: UInt32
  let queue: VkQueue
  let memoryTypes: MemoryTypes
  let pushDescriptors: PushDescriptorSet?
  private(set) var lost: String?
  /// Submissions to the queue so far.
  var submissionCount = 0

  typealias PushDescriptorSet =
    @convention(c) (
      VkCommandBuffer?, VkPipelineBindPoint, VkPipelineLayout?, UInt32, UInt32,
      UnsafePointer<VkWriteDescriptorSet>?
    ) -> Void

  init(_ options: VulkanOptions) throws(RuntimeError) {
    instance = try VulkanInstance(validates: options.validates)
    let devices = try instance.physicalDevices()
    var profiles: [DeviceProfile] = []
    for device in devices { profiles.append(try DeviceProfile(device)) }
    let index = try options.device.choose(from: profiles)
    physical = devices[index]
    var profile = profiles[index]
    if let quotients = options.quotients { profile.quotients = quotients }
    if let kernels = options.kernels { profile.kernels = kernels }
    let found = KernelTable(profile, options.cache)?.found
    if case .choices(let choices) = found { profile.choices = choices }
    if let choices = options.choices { profile.choices = choices }
    self.profile = profile
    let family = try Self.computeFamily(physical, profile)
    let pushes = options.pushesDescriptors && profile.hasPushDescriptors
    handle = try Self.makeDevice(physical, profile, family: family, pushesDescriptors: pushes)
    var queue: VkQueue?
    vkGetDeviceQueue(handle, family, 0, &queue)
    self.queue = try require(queue, "vkGetDeviceQueue")
    memoryTypes = try MemoryTypes(physical, options.debug)
    pushDescriptors =
      pushes
      ? vkGetDeviceProcAddr(handle, "vkCmdPushDescriptorSetKHR").map {
        // The loader gives every function as a pointer to a function without parameters.
        unsafeBitCast($0, to: PushDescriptorSet.self)
      } : nil
    self.family = family
  }

  deinit {
    _ = vkDeviceWaitIdle(handle)
    vkDestroyDevice(handle, nil)
  }

  /// Takes what was found out about the device's arithmetic.
  func learn(_ arithmetic: ArithmeticProbe, _ fused: VulkanOptions.FusedSums) {
    profile.fusesMultiplyAdd = arithmetic.fusesMultiplyAdd
    profile.flushesSubnormals = arithmetic.flushesSubnormals
    profile.emulatesFused =
      fused == .exact && !arithmetic.fusesMultiplyAdd && profile.hasFloat64
  }

  /// Throws what made the device unusable.
  func checkHealth() throws(RuntimeError) {
    if let lost { throw .deviceLost(lost) }
  }

  func poison(_ reason: String) { lost = lost ?? reason }

  /// Throws what the validation layer said since the last call.
  func checkValidation() throws(RuntimeError) {
    guard let messages = instance.messages?.drain(), !messages.isEmpty else { return }
    throw .device("The validation layer says: \(messages.prefix(4).joined(separator: "\n"))")
  }

  private static func computeFamily(
    _ device: VkPhysicalDevice, _ profile: DeviceProfile
  ) throws(RuntimeError) -> UInt32 {
    var count: UInt32 = 0
    vkGetPhysicalDeviceQueueFamilyProperties(device, &count, nil)
    var families = [VkQueueFamilyProperties](repeating: .init(), count: Int(count))
    vkGetPhysicalDeviceQueueFamilyProperties(device, &count, &families)
    let compute = VK_QUEUE_COMPUTE_BIT.rawValue
    guard let index = families.firstIndex(where: { $0.queueFlags & compute != 0 }) else {
      throw .device("The Vulkan device \(profile.name) has no compute queue.")
    }
    return UInt32(index)
  }

  private static func makeDevice(
    _ device: VkPhysicalDevice, _ profile: DeviceProfile, family: UInt32, pushesDescriptors: Bool
  ) throws(RuntimeError) -> VkDevice {
    var core = VkPhysicalDeviceFeatures()
    core.shaderFloat64 = profile.hasFloat64 ? 1 : 0
    core.shaderInt64 = profile.hasInt64 ? 1 : 0
    core.shaderInt16 = profile.hasInt16 ? 1 : 0
    var v11 = VkPhysicalDeviceVulkan11Features()
    v11.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_1_FEATURES
    v11.storageBuffer16BitAccess = profile.hasStorage16 ? 1 : 0
    var v12 = VkPhysicalDeviceVulkan12Features()
    v12.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_2_FEATURES
    v12.storageBuffer8BitAccess = profile.hasStorage8 ? 1 : 0
    v12.shaderFloat16 = profile.hasFloat16 ? 1 : 0
    v12.shaderInt8 = profile.hasInt8 ? 1 : 0
    var sizes = VkPhysicalDeviceSubgroupSizeControlFeaturesEXT()
    sizes.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SUBGROUP_SIZE_CONTROL_FEATURES_EXT
    sizes.subgroupSizeControl = 1
    sizes.computeFullSubgroups = 1
    var extensions = pushesDescriptors ? [VK_KHR_PUSH_DESCRIPTOR_EXTENSION_NAME] : []
    if profile.hasSubgroupSizeControl {
      extensions.append(VK_EXT_SUBGROUP_SIZE_CONTROL_EXTENSION_NAME)
    }
    var made: VkDevice?
    let result = withCStrings(extensions) { names in
      withUnsafePointer(to: Float(1)) { priority in
        var queue = VkDeviceQueueCreateInfo()
        queue.sType = VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO
        queue.queueFamilyIndex = family
        queue.queueCount = 1
        queue.pQueuePriorities = priority
        return withUnsafePointer(to: &queue) { queue in
          withUnsafePointer(to: &core) { core in
            withUnsafeMutablePointer(to: &sizes) { sizes in
              v12.pNext = profile.hasSubgroupSizeControl ? UnsafeMutableRawPointer(sizes) : nil
              return withUnsafeMutablePointer(to: &v12) { v12 in
                v11.pNext = UnsafeMutableRawPointer(v12)
                return withUnsafePointer(to: &v11) { v11 in
                  var info = VkDeviceCreateInfo()
                  info.sType = VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO
                  info.pNext = UnsafeRawPointer(v11)
                  info.queueCreateInfoCount = 1
                  info.pQueueCreateInfos = queue
                  info.enabledExtensionCount = UInt32(extensions.count)
                  info.ppEnabledExtensionNames = names
                  info.pEnabledFeatures = core
                  return vkCreateDevice(device, &info, nil, &made)
                }
              }
            }
          }
        }
      }
    }
    try check(result, "vkCreateDevice")
    return try require(made, "vkCreateDevice")
  }
}
