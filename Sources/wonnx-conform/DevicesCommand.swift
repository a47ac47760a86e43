import ArgumentParser
import Harness
import Runtimes
import VulkanRuntime

/// Lists the Vulkan devices.
struct DevicesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "devices",
    abstract: "List the Vulkan devices and what they can do.",
    discussion: """
      A star marks the device that a run takes by default; WONNX_DEVICE or --device chooses another, \
      by its number or a part of its name. Exit status: 4 when there is no device.
      """)

  func run() throws {
    do {
      let profiles = try VulkanRuntime.devices()
      let chosen = try DeviceSelector(Terminal.environment("WONNX_DEVICE") ?? "")
        .choose(from: profiles)
      for (index, profile) in profiles.enumerated() {
        print("\(index == chosen ? "*" : " ") \(index)  \(profile.identity)")
        for line in Self.opened(index, profile) { print("     \(line)") }
      }
    } catch {
      Terminal.note("\(error)")
      throw ExitCode(ExitStatus.infrastructure.rawValue)
    }
  }

  /// A device's facts, those too that only an open one shows.
  private static func opened(_ index: Int, _ profile: DeviceProfile) -> [String] {
    var options = VulkanOptions()
    options.device = DeviceSelector("\(index)")
    do throws(RuntimeError) { return try VulkanRuntime(options).profile.facts } catch {
      return profile.facts + ["can't run   \(error.description)"]
    }
  }
}

extension DeviceProfile {
  /// What matters to a run, a line each.
  fileprivate var facts: [String] {
    let types: [(Bool, String)] =
      [
        (hasFloat16, "float16"), (hasFloat64, "float64"), (hasInt8, "int8"), (hasInt16, "int16"),
        (hasInt64, "int64"), (hasStorage8, "8-bit storage"), (hasStorage16, "16-bit storage"),
        (hasPushDescriptors, "push descriptors"),
        (hasSubgroupSizeControl, "subgroup size control"),
      ]
      + (fusesMultiplyAdd.map { [($0, "multiply-add with one rounding")] } ?? [])
      + (flushesSubnormals.map { [(!$0, "subnormal float32")] } ?? [])
    let widths: [(Widths, String)] = [(.w16, "16"), (.w32, "32"), (.w64, "64")]
    func list(_ covered: Widths) -> String {
      let names = widths.filter { covered.contains($0.0) }.map(\.1)
      return names.isEmpty ? "no width" : names.joined(separator: ", ")
    }
    let quotients =
      switch self.quotients {
      case .device: "the device's"
      case .doubles: "by float64"
      case .integers: "by integers"
      }
    let lacking = types.filter { !$0.0 }.map(\.1)
    return [
      "kind        \(kind.rawValue)\(isSoftware ? " (shaders run on the host's CPU)" : "")",
      "has         \(types.filter(\.0).map(\.1).joined(separator: ", "))",
    ] + (lacking.isEmpty ? [] : ["lacks       \(lacking.joined(separator: ", "))"]) + [
      "rounding    to nearest even guaranteed at \(list(roundsToEven)) bits, "
        + "-0, ∞ and NaN kept at \(list(preservesSpecials)) bits",
      "quotients   and roots of float32: \(quotients)",
      "limits      buffers of \(maxStorageBufferRange >> 20) MiB, groups of \(maxGroupSize), "
        + "subgroups of \(subgroupSize)",
    ]
  }
}
