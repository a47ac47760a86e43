import Harness
import Runtimes
import Tensors
import VulkanRuntime

extension RuntimeKind {
  static let vulkan = RuntimeKind(
    name: "vulkan",
    make: { factory, name, number throws(Failure) in
      var options = VulkanOptions()
      options.name = name
      options.budget = factory.budget
      let device = number.map { "\($0)" } ?? factory.device
      if let device, device != RuntimeFactory.allDevices {
        options.device = DeviceSelector(device)
      }
      options.requiresGPU = factory.requiresGPU
      options.fused = factory.fused
      options.kernels = factory.kernels
      options.profiles = factory.tunes || factory.timesNodes
      options.choices = factory.tunes ? [:] : nil
      do throws(RuntimeError) {
        let runtime = try VulkanRuntime(options)
        if case .damaged(let sentence) = runtime.kernelTable?.found { Terminal.note(sentence) }
        return runtime
      } catch {
        throw Failure(.infrastructure, error.description)
      }
    },
    folder: { runtime in
      #if ConstantFolding
        // Each graph runs once and leaves nothing on the device.
        if let vulkan = runtime as? VulkanRuntime { return DeviceFolder(vulkan.context) }
      #endif
      return runtime
    },
    width: 1, reference: .native,
    deviceCount: { () throws(Failure) in
      do throws(RuntimeError) { return try VulkanRuntime.devices().count } catch {
        throw Failure(.infrastructure, error.description)
      }
    })
}
