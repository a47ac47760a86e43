import CVulkan
package import Runtimes

/// A Vulkan call that did not succeed.
package struct VulkanError: Error, Sendable, Equatable, CustomStringConvertible {
  package let call: String
  package let code: Int32

  package var description: String { "\(call) returned \(name)" }

  private var name: String {
    switch VkResult(rawValue: code) {
    case VK_NOT_READY: "VK_NOT_READY"
    case VK_TIMEOUT: "VK_TIMEOUT"
    case VK_INCOMPLETE: "VK_INCOMPLETE"
    case VK_ERROR_OUT_OF_HOST_MEMORY: "VK_ERROR_OUT_OF_HOST_MEMORY"
    case VK_ERROR_OUT_OF_DEVICE_MEMORY: "VK_ERROR_OUT_OF_DEVICE_MEMORY"
    case VK_ERROR_INITIALIZATION_FAILED: "VK_ERROR_INITIALIZATION_FAILED"
    case VK_ERROR_DEVICE_LOST: "VK_ERROR_DEVICE_LOST"
    case VK_ERROR_MEMORY_MAP_FAILED: "VK_ERROR_MEMORY_MAP_FAILED"
    case VK_ERROR_LAYER_NOT_PRESENT: "VK_ERROR_LAYER_NOT_PRESENT"
    case VK_ERROR_EXTENSION_NOT_PRESENT: "VK_ERROR_EXTENSION_NOT_PRESENT"
    case VK_ERROR_FEATURE_NOT_PRESENT: "VK_ERROR_FEATURE_NOT_PRESENT"
    case VK_ERROR_INCOMPATIBLE_DRIVER: "VK_ERROR_INCOMPATIBLE_DRIVER"
    case VK_ERROR_TOO_MANY_OBJECTS: "VK_ERROR_TOO_MANY_OBJECTS"
    case VK_ERROR_FRAGMENTED_POOL: "VK_ERROR_FRAGMENTED_POOL"
    case VK_ERROR_OUT_OF_POOL_MEMORY: "VK_ERROR_OUT_OF_POOL_MEMORY"
    case VK_ERROR_UNKNOWN: "VK_ERROR_UNKNOWN"
    default: "VkResult \(code)"
    }
  }
}

extension RuntimeError {
  package init(_ error: VulkanError) {
    switch VkResult(rawValue: error.code) {
    case VK_ERROR_DEVICE_LOST: self = .deviceLost(error.description)
    case VK_ERROR_OUT_OF_DEVICE_MEMORY, VK_ERROR_OUT_OF_HOST_MEMORY:
      self = .outOfMemory(error.description)
    case VK_TIMEOUT: self = .timeout(error.description)
    default: self = .device(error.description)
    }
  }
}

/// Throws unless `result` says success.
func check(_ result: VkResult, _ call: StaticString) throws(RuntimeError) {
  guard result != VK_SUCCESS else { return }
  throw RuntimeError(VulkanError(call: "\(call)", code: result.rawValue))
}

/// The handle that a successful call made.
func require(_ handle: OpaquePointer?, _ call: StaticString) throws(RuntimeError) -> OpaquePointer {
  guard let handle else { throw .device("\(call) gave no handle") }
  return handle
}
