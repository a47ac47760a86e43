import Graphs
import Runtimes
import Tensors

/// The bytes that a model takes on a device at least.
struct DeviceDemand {
  /// Constants that are not there yet.
  let constants: ByteCount
  let inputs: ByteCount
  /// Other values that live at once, as far as they are known before a run.
  let values: ByteCount

  private var all: ByteCount { constants + inputs + values }

  /// What does not fit into the bytes that a device has left; `nil` where it may.
  func objection(left: Int, on device: String) -> String? {
    guard all.value > left else { return nil }
    return "The model takes at least \(all) of device memory (constants \(constants), inputs "
      + "\(inputs), other values \(values) at once), but \(device) has \(ByteCount(left)) left."
  }
}

extension PreparedState {
  /// What a run of a plan that is settled for its inputs' types takes.
  func demand(_ settled: SettledPlan, inputs: [ValueType?]) -> DeviceDemand {
    let constants = plan.constantSlots.reduce(ByteCount.zero) { bytes, constant in
      guard !isOnDevice(constant.id), let tensor = plan.frame[constant.slot]?.tensor else {
        return bytes
      }
      return bytes + ByteCount(tensor.byteCount)
    }
    let given = inputs.reduce(ByteCount.zero) { bytes, type in
      bytes + ByteCount(type?.tensor?.byteCount ?? 0)
    }
    return DeviceDemand(
      constants: constants, inputs: given, values: ByteCount(settled.peakByteCount))
  }
}

extension Engine {
  /// Bytes that values may still take on the device, what its pools hold unused included; `nil` where
  /// the host's budget alone decides: a software device's memory is the host's, whatever it says.
  private var leftBytes: Int? {
    if let limit = options.deviceByteLimit { return limit - persistent.usedBytes }
    guard !device.profile.isSoftware else { return nil }
    let unused = [transient, persistent].reduce(0) { $0 + $1.blockBytes - $1.usedBytes }
    return device.heapBytes(of: persistent.use.type) + unused
  }

  /// Refuses, before any work, what the device's memory can't hold.
  ///
  /// - Throws: `.outOfMemory`.
  func admit(_ demand: DeviceDemand) throws(RuntimeError) {
    guard let left = leftBytes,
      let objection = demand.objection(left: max(left, 0), on: device.profile.name)
    else { return }
    throw .outOfMemory(objection)
  }
}
