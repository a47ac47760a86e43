import Foundation
package import Graphs
package import Runtimes
package import Shaders

/// How the Vulkan runtime behaves.
package struct VulkanOptions: Sendable {
  package var device: DeviceSelector
  /// The runtime's name, for where a run has several devices.
  package var name = "vulkan"
  /// Whether the validation layer watches; any message of it fails the run.
  package var validates: Bool
  /// Whether a host node fails the run, but for those that are host by nature or shape arithmetic.
  package var requiresGPU = false
  /// How long a submission may take before the device counts as hung.
  package var timeout: Duration?
  /// Whether nodes are timed, with a barrier after each.
  package var profiles = false
  package var debug: DebugChecks = []
  package var seed: UInt64 = 0
  /// Recorded runs that a prepared graph keeps for replay.
  package var recordingLimit = 16
  /// The memory that values may take, on the host and on the device.
  package var budget = MemoryBudget.machine
  /// The bytes of device memory that a model may take, if not what the device has.
  package var deviceByteLimit: Int?
  package var cache: SpirvCache = .standard
  package var shaders: ShaderLibrary = .standard
  /// How `a · b + c` is formed where the order of summation has one rounding.
  package var fused = FusedSums.device
  /// Which kernels the device gets, if not those made for its kind.
  package var kernels: KernelStyle?
  /// How quotients and roots are rounded, if not as the device needs it.
  package var quotients: QuotientRounding?
  /// The kernels that sites take; `nil` takes those that were chosen on the device before.
  package var choices: [KernelSite: String]?
  /// Whether descriptors are pushed where the device can.
  package var pushesDescriptors = true

  package enum FusedSums: String, Sendable, CaseIterable {
    /// As the device's `fma` does it: with one rounding, or with two.
    case device
    /// With one rounding; where the device's `fma` has two, from doubles, which takes 5 to 10 times as
    /// long.
    case exact
  }

  package struct DebugChecks: OptionSet, Sendable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }
    /// Fills memory with 0xCD bytes, a NaN in most float types, before a value is written there.
    package static let poison = Self(rawValue: 1)
    /// Surrounds tensors with known bytes and checks them after a run.
    package static let canaries = Self(rawValue: 2)
    /// A barrier before each dispatch.
    package static let barriers = Self(rawValue: 4)
    /// Every value has memory of its own.
    package static let noReuse = Self(rawValue: 8)
    /// Every transfer is staged, as on a device whose memory the host does not see.
    package static let staging = Self(rawValue: 16)
    /// As ``staging``, but small inputs are written where shaders read them, as on a discrete card
    /// whose memory the host sees.
    package static let window = Self(rawValue: 32)
  }

  /// - Parameter environment: `WONNX_DEVICE` selects the device, `WONNX_VALIDATION=1` validates.
  package init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    device = DeviceSelector(environment["WONNX_DEVICE"] ?? "")
    validates = environment["WONNX_VALIDATION"] == "1"
  }
}
