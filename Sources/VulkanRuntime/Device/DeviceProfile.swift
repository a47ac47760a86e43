import CVulkan
package import Graphs
import Runtimes

/// Every fact of a device that the runtime acts on.
package struct DeviceProfile: Sendable, Equatable {
  package enum Kind: String, Sendable {
    case discrete, integrated, virtual, cpu, other
  }
  /// The float widths, in bits, that a float control covers.
  package struct Widths: OptionSet, Sendable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }
    package static let w16 = Self(rawValue: 16)
    package static let w32 = Self(rawValue: 32)
    package static let w64 = Self(rawValue: 64)
  }

  package let name: String
  package let kind: Kind
  package let driver: String
  package let driverVersion: UInt32
  package let uuid: [UInt8]
  package let isLlvmpipe: Bool
  package let subgroupSize: Int

  package let maxStorageBufferRange: Int
  package let maxTexelBufferElements: Int
  package let maxGroups: [Int]
  package let maxGroupSize: Int
  package let maxGroupSubgroups: Int
  package let sharedBytes: Int
  package let maxAllocation: Int
  package let pushConstantBytes: Int
  /// Nanoseconds a timestamp tick takes; 0 where the queue has no timestamps.
  package let timestampPeriod: Double

  package let hasFloat64: Bool
  package let hasInt64: Bool
  package let hasInt16: Bool
  package let hasFloat16: Bool
  package let hasInt8: Bool
  package let hasStorage8: Bool
  package let hasStorage16: Bool
  package let hasPushDescriptors: Bool
  /// Whether the device says how much of its memory others leave.
  package let hasMemoryBudget: Bool
  /// Whether a compute shader can be made to run in full subgroups of `subgroupSize`.
  package let hasSubgroupSizeControl: Bool
  package let roundsToEven: Widths
  package let preservesSpecials: Widths
  /// Whether `fma` rounds once, once the device is open. Vulkan promises it only with VK_KHR_shader_fma;
  /// llvmpipe multiplies, then adds.
  package var fusesMultiplyAdd: Bool?
  /// Whether a subnormal float32 may count as zero, once the device is open.
  package var flushesSubnormals: Bool?
  /// How float32 quotients and roots come to be rounded to nearest. Vulkan lets them err by 2.5 ULP, and an
  /// H200's err by 1.9; llvmpipe's are the host's.
  package var quotients: QuotientRounding
  /// Which kernels it gets.
  package var kernels: KernelStyle
  /// Whether a multiply-add with one rounding, which the device lacks, is computed from others.
  package var emulatesFused = false
  /// Kernels that were chosen on this device: see ``KernelTable``.
  package var choices: [KernelSite: String] = [:]

  /// Whether the driver runs shaders on the host's CPU.
  package var isSoftware: Bool { kind == .cpu }
  /// Whether tensors that are read four elements at a time go through texel buffers: llvmpipe gathers
  /// a texel in 9 ns a subgroup, a vec4 of a storage buffer in 25 ns.
  package var readsVectorsByTexel: Bool { isLlvmpipe }

  /// Bytes that a shader may reach through one storage buffer.
  ///
  /// llvmpipe says 128 MiB, and reads and writes all of a buffer whose offsets fit into 31 bits; the
  /// validation layer holds it to its word.
  func usableStorageRange(validates: Bool) -> Int {
    isLlvmpipe && !validates ? Int(Int32.max) & ~255 : maxStorageBufferRange
  }

  package var traits: DeviceTraits {
    var traits = DeviceTraits(
      kernels: kernels, subgroupSize: subgroupSize, sharedBytes: sharedBytes,
      groupLimit: maxGroupSize, subgroupLimit: maxGroupSubgroups,
      // llvmpipe leaves a loop, without an error, after 65,535 iterations of an invocation.
      tripBudget: isLlvmpipe ? 60_000 : 1 << 30, hasFloat64: hasFloat64,
      emulatesFused: emulatesFused)
    traits.choices = choices
    return traits
  }

  package var identity: String {
    "\(name), \(driver)" + (emulatesFused ? ", fused exactly" : "")
      + (flushesSubnormals == true ? ", subnormals flushed" : "")
      + (kernels == Self.kernels(of: kind) ? "" : ", kernels for \(kernels.rawValue)")
  }

  private static func kernels(of kind: Kind) -> KernelStyle { kind == .cpu ? .lanes : .groups }
}

extension DeviceProfile {
  init(_ device: VkPhysicalDevice) throws(RuntimeError) {
    let (base, v11, v12) = Self.properties(device)
    let (features, storage, small) = Self.features(device)
    let limits = base.limits
    name = string(fromCArray: base.deviceName)
    kind =
      switch base.deviceType {
      case VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU: .discrete
      case VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU: .integrated
      case VK_PHYSICAL_DEVICE_TYPE_VIRTUAL_GPU: .virtual
      case VK_PHYSICAL_DEVICE_TYPE_CPU: .cpu
      default: .other
      }
    kernels = Self.kernels(of: kind)
    driver = "\(string(fromCArray: v12.driverName)) \(string(fromCArray: v12.driverInfo))"
    driverVersion = base.driverVersion
    uuid = withUnsafeBytes(of: base.pipelineCacheUUID) { Array($0) }
    isLlvmpipe = v12.driverID == VK_DRIVER_ID_MESA_LLVMPIPE
    subgroupSize = Int(v11.subgroupSize)
    maxStorageBufferRange = Int(limits.maxStorageBufferRange)
    maxTexelBufferElements = Int(limits.maxTexelBufferElements)
    let groups = limits.maxComputeWorkGroupCount
    maxGroups = [Int(groups.0), Int(groups.1), Int(groups.2)]
    maxGroupSize = Int(limits.maxComputeWorkGroupInvocations)
    sharedBytes = Int(limits.maxComputeSharedMemorySize)
    maxAllocation = Int(clamping: v11.maxMemoryAllocationSize)
    pushConstantBytes = Int(limits.maxPushConstantsSize)
    timestampPeriod =
      limits.timestampComputeAndGraphics != 0 ? Double(limits.timestampPeriod) : 0
    hasFloat64 = features.shaderFloat64 != 0
    quotients = isLlvmpipe ? .device : hasFloat64 ? .doubles : .integers
    hasInt64 = features.shaderInt64 != 0
    hasInt16 = features.shaderInt16 != 0
    hasFloat16 = small.shaderFloat16 != 0
    hasInt8 = small.shaderInt8 != 0
    hasStorage8 = small.storageBuffer8BitAccess != 0
    hasStorage16 = storage.storageBuffer16BitAccess != 0
    let extensions = try Self.extensions(device)
    hasPushDescriptors = extensions.contains(VK_KHR_PUSH_DESCRIPTOR_EXTENSION_NAME)
    hasMemoryBudget = extensions.contains(VK_EXT_MEMORY_BUDGET_EXTENSION_NAME)
    let subgroups =
      extensions.contains(VK_EXT_SUBGROUP_SIZE_CONTROL_EXTENSION_NAME)
      ? Self.controlledSubgroups(device, of: v11.subgroupSize) : nil
    hasSubgroupSizeControl = subgroups != nil
    maxGroupSubgroups = subgroups ?? maxGroupSize / max(subgroupSize, 1)
    roundsToEven = Self.widths(
      v12.shaderRoundingModeRTEFloat16, v12.shaderRoundingModeRTEFloat32,
      v12.shaderRoundingModeRTEFloat64)
    preservesSpecials = Self.widths(
      v12.shaderSignedZeroInfNanPreserveFloat16, v12.shaderSignedZeroInfNanPreserveFloat32,
      v12.shaderSignedZeroInfNanPreserveFloat64)
  }

  private static func widths(_ w16: VkBool32, _ w32: VkBool32, _ w64: VkBool32) -> Widths {
    var widths: Widths = []
    if w16 != 0 { widths.insert(.w16) }
    if w32 != 0 { widths.insert(.w32) }
    if w64 != 0 { widths.insert(.w64) }
    return widths
  }

  static func extensions(_ device: VkPhysicalDevice) throws(RuntimeError) -> Set<String> {
    var count: UInt32 = 0
    try check(
      vkEnumerateDeviceExtensionProperties(device, nil, &count, nil),
      "vkEnumerateDeviceExtensionProperties")
    var list = [VkExtensionProperties](repeating: VkExtensionProperties(), count: Int(count))
    try check(
      vkEnumerateDeviceExtensionProperties(device, nil, &count, &list),
      "vkEnumerateDeviceExtensionProperties")
    return Set(list.map { string(fromCArray: $0.extensionName) })
  }

  private static func properties(_ device: VkPhysicalDevice) -> (
    VkPhysicalDeviceProperties, VkPhysicalDeviceVulkan11Properties,
    VkPhysicalDeviceVulkan12Properties
  ) {
    var v11 = VkPhysicalDeviceVulkan11Properties()
    var v12 = VkPhysicalDeviceVulkan12Properties()
    var base = VkPhysicalDeviceProperties2()
    v11.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_1_PROPERTIES
    v12.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_2_PROPERTIES
    base.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2
    withUnsafeMutablePointer(to: &v12) { v12 in
      withUnsafeMutablePointer(to: &v11) { v11 in
        v11.pointee.pNext = UnsafeMutableRawPointer(v12)
        base.pNext = UnsafeMutableRawPointer(v11)
        vkGetPhysicalDeviceProperties2(device, &base)
      }
    }
    return (base.properties, v11, v12)
  }

  /// How many full subgroups of `size` a workgroup can have on a device that has
  /// VK_EXT_subgroup_size_control; `nil` where it can't be made to.
  private static func controlledSubgroups(
    _ device: VkPhysicalDevice, of size: UInt32
  ) -> Int? {
    var sizes = VkPhysicalDeviceSubgroupSizeControlPropertiesEXT()
    sizes.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SUBGROUP_SIZE_CONTROL_PROPERTIES_EXT
    var control = VkPhysicalDeviceSubgroupSizeControlFeaturesEXT()
    control.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SUBGROUP_SIZE_CONTROL_FEATURES_EXT
    withUnsafeMutablePointer(to: &sizes) { sizes in
      var base = VkPhysicalDeviceProperties2()
      base.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2
      base.pNext = UnsafeMutableRawPointer(sizes)
      vkGetPhysicalDeviceProperties2(device, &base)
    }
    withUnsafeMutablePointer(to: &control) { control in
      var base = VkPhysicalDeviceFeatures2()
      base.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2
      base.pNext = UnsafeMutableRawPointer(control)
      vkGetPhysicalDeviceFeatures2(device, &base)
    }
    let canRun =
      control.subgroupSizeControl != 0 && control.computeFullSubgroups != 0
      && sizes.requiredSubgroupSizeStages & VK_SHADER_STAGE_COMPUTE_BIT.rawValue != 0
      && (sizes.minSubgroupSize...max(sizes.minSubgroupSize, sizes.maxSubgroupSize)).contains(size)
    return canRun ? Int(sizes.maxComputeWorkgroupSubgroups) : nil
  }

  private static func features(_ device: VkPhysicalDevice) -> (
    VkPhysicalDeviceFeatures, VkPhysicalDeviceVulkan11Features, VkPhysicalDeviceVulkan12Features
  ) {
    var v11 = VkPhysicalDeviceVulkan11Features()
    var v12 = VkPhysicalDeviceVulkan12Features()
    var base = VkPhysicalDeviceFeatures2()
    v11.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_1_FEATURES
    v12.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_2_FEATURES
    base.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2
    withUnsafeMutablePointer(to: &v12) { v12 in
      withUnsafeMutablePointer(to: &v11) { v11 in
        v11.pointee.pNext = UnsafeMutableRawPointer(v12)
        base.pNext = UnsafeMutableRawPointer(v11)
        vkGetPhysicalDeviceFeatures2(device, &base)
      }
    }
    return (base.features, v11, v12)
  }
}
