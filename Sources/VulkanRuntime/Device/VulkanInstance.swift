import CVulkan
import Runtimes
import Synchronization

/// The connection to the Vulkan loader, with validation where asked.
final class VulkanInstance {
  let handle: VkInstance
  let messages: ValidationMessages?
  private var messenger: VkDebugUtilsMessengerEXT?

  private static let layer = "VK_LAYER_KHRONOS_validation"

  init(validates: Bool) throws(RuntimeError) {
    if validates, try !Self.layers().contains(Self.layer) {
      throw .device("Validation is asked for, but the layer \(Self.layer) is not installed.")
    }
    let messages = validates ? ValidationMessages() : nil
    self.messages = messages
    var application = VkApplicationInfo()
    application.sType = VK_STRUCTURE_TYPE_APPLICATION_INFO
    application.apiVersion = onnx_vulkan_api_version
    let checks = [VK_VALIDATION_FEATURE_ENABLE_SYNCHRONIZATION_VALIDATION_EXT]
    var instance: VkInstance?
    let result = withCStrings(validates ? [Self.layer] : []) { layers in
      withCStrings(validates ? ["VK_EXT_debug_utils", "VK_EXT_validation_features"] : []) { names in
        checks.withUnsafeBufferPointer { checks in
          withUnsafePointer(to: &application) { application in
            var features = VkValidationFeaturesEXT()
            features.sType = VK_STRUCTURE_TYPE_VALIDATION_FEATURES_EXT
            features.enabledValidationFeatureCount = UInt32(checks.count)
            features.pEnabledValidationFeatures = checks.baseAddress
            return withUnsafePointer(to: &features) { features in
              var info = VkInstanceCreateInfo()
              info.sType = VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO
              info.pNext = validates ? UnsafeRawPointer(features) : nil
              info.pApplicationInfo = application
              info.enabledLayerCount = validates ? 1 : 0
              info.ppEnabledLayerNames = layers
              info.enabledExtensionCount = validates ? 2 : 0
              info.ppEnabledExtensionNames = names
              return vkCreateInstance(&info, nil, &instance)
            }
          }
        }
      }
    }
    try check(result, "vkCreateInstance")
    handle = try require(instance, "vkCreateInstance")
    if let messages { messenger = try Self.messenger(instance: handle, messages) }
  }

  deinit {
    if let messenger,
      let address = vkGetInstanceProcAddr(handle, "vkDestroyDebugUtilsMessengerEXT")
    {
      // The loader gives every function as a pointer to a function without parameters.
      unsafeBitCast(address, to: DestroyMessenger.self)(handle, messenger, nil)
    }
    vkDestroyInstance(handle, nil)
  }

  func physicalDevices() throws(RuntimeError) -> [VkPhysicalDevice] {
    var count: UInt32 = 0
    try check(vkEnumeratePhysicalDevices(handle, &count, nil), "vkEnumeratePhysicalDevices")
    var devices = [VkPhysicalDevice?](repeating: nil, count: Int(count))
    try check(vkEnumeratePhysicalDevices(handle, &count, &devices), "vkEnumeratePhysicalDevices")
    return devices.compactMap { $0 }
  }

  private static func layers() throws(RuntimeError) -> [String] {
    var count: UInt32 = 0
    try check(vkEnumerateInstanceLayerProperties(&count, nil), "vkEnumerateInstanceLayerProperties")
    var layers = [VkLayerProperties](repeating: VkLayerProperties(), count: Int(count))
    try check(
      vkEnumerateInstanceLayerProperties(&count, &layers), "vkEnumerateInstanceLayerProperties")
    return layers.map { string(fromCArray: $0.layerName) }
  }

  private typealias CreateMessenger =
    @convention(c) (
      VkInstance?, UnsafePointer<VkDebugUtilsMessengerCreateInfoEXT>?,
      UnsafePointer<VkAllocationCallbacks>?, UnsafeMutablePointer<VkDebugUtilsMessengerEXT?>?
    ) -> VkResult
  private typealias DestroyMessenger =
    @convention(c) (
      VkInstance?, VkDebugUtilsMessengerEXT?, UnsafePointer<VkAllocationCallbacks>?
    ) -> Void

  private static func messenger(
    instance: VkInstance, _ messages: ValidationMessages
  ) throws(RuntimeError) -> VkDebugUtilsMessengerEXT? {
    guard let address = vkGetInstanceProcAddr(instance, "vkCreateDebugUtilsMessengerEXT") else {
      throw .device("VK_EXT_debug_utils is enabled, but vkCreateDebugUtilsMessengerEXT is absent.")
    }
    var info = VkDebugUtilsMessengerCreateInfoEXT()
    info.sType = VK_STRUCTURE_TYPE_DEBUG_UTILS_MESSENGER_CREATE_INFO_EXT
    info.messageSeverity =
      VK_DEBUG_UTILS_MESSAGE_SEVERITY_WARNING_BIT_EXT.rawValue
      | VK_DEBUG_UTILS_MESSAGE_SEVERITY_ERROR_BIT_EXT.rawValue
    info.messageType =
      VK_DEBUG_UTILS_MESSAGE_TYPE_VALIDATION_BIT_EXT.rawValue
      | VK_DEBUG_UTILS_MESSAGE_TYPE_PERFORMANCE_BIT_EXT.rawValue
    // The instance owns `messages` and destroys the messenger before it lets go of them.
    info.pUserData = Unmanaged.passUnretained(messages).toOpaque()
    info.pfnUserCallback = { _, _, data, user in
      guard let user, let text = data?.pointee.pMessage else { return 0 }
      Unmanaged<ValidationMessages>.fromOpaque(user).takeUnretainedValue()
        .append(String(cString: text))
      return 0
    }
    var messenger: VkDebugUtilsMessengerEXT?
    let create = unsafeBitCast(address, to: CreateMessenger.self)
    try check(create(instance, &info, nil, &messenger), "vkCreateDebugUtilsMessengerEXT")
    return messenger
  }
}

/// What the validation layer said.
final class ValidationMessages: Sendable {
  private let texts = Mutex<[String]>([])

  func append(_ text: String) { texts.withLock { $0.append(text) } }

  /// Takes all messages so far.
  func drain() -> [String] {
    texts.withLock { texts in
      defer { texts = [] }
      return texts
    }
  }
}
