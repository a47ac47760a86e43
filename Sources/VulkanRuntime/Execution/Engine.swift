import Graphs
import Runtimes
import Tensors

/// A device with all that is kept on it. Used by one thread at a time.
final class Engine {
  let options: VulkanOptions
  let device: VulkanDevice
  let pipelines: PipelineStore
  let commands: CommandPool
  let account: MemoryAccount
  let transfers: Transfers
  /// What one run writes and no other run reads.
  let transient: MemoryPool
  /// Weights, and what plans keep from run to run.
  let persistent: MemoryPool
  /// Inputs that the host writes where shaders read them; `nil` where it writes none there, or all.
  let inputs: MemoryPool?
  let patience: Patience
  /// What runs on the host.
  let runner: PlanRunner

  init(_ options: VulkanOptions) throws(RuntimeError) {
    self.options = options
    device = try VulkanDevice(options)
    let profile = device.profile
    guard profile.hasInt64, profile.hasStorage8, profile.hasStorage16 else {
      throw .device(
        "The Vulkan device \(profile.name) lacks 64-bit integers or 8- and 16-bit storage, "
          + "which the runtime needs.")
    }
    runner = PlanRunner(precision: .native, seed: options.seed, budget: options.budget)
    patience = Patience(profile, timeout: options.timeout)
    pipelines = PipelineStore(device, options)
    commands = try CommandPool(device)
    account = MemoryAccount(options.budget)
    transfers = Transfers(device, commands, account, patience)
    let types = device.memoryTypes
    transient = MemoryPool(device, account, for: types.tensors, checks: options.debug)
    persistent = MemoryPool(device, account, for: types.tensors)
    inputs = types.inputs.map { [device, account] in MemoryPool(device, account, for: $0) }
    transient.reusesLate = movesWork
    device.learn(try ArithmeticProbe(self), options.fused)
  }

  /// Whether no two dispatches may run at once.
  var separatesWork: Bool { options.profiles || options.debug.contains(.barriers) }

  /// Whether work changes places for fewer barriers, which cost a software device nothing.
  var movesWork: Bool { device.profile.kernels == .groups && !separatesWork }

  private var pools: [MemoryPool] {
    [transient, persistent, transfers.uploads, transfers.downloads] + (inputs.map { [$0] } ?? [])
  }

  /// Bytes of weights, and of what plans keep from run to run.
  var keptBytes: Int { pools.reduce(0) { $0 + $1.usedBytes } - transient.usedBytes }

  /// Gives back to the device what nothing uses.
  func trim() { for pool in pools { pool.trim() } }

  /// Runs commands, after the copies of what was written for them, in one submission.
  func submit(_ commands: CommandBuffer) throws(RuntimeError) {
    try keepingUnfinished { () throws(RuntimeError) in
      try commands.submit(after: try transfers.finish(), patience)
    }
  }

  /// Work that does not end may still use what this engine owns, so none of it is ever freed then.
  private func keepingUnfinished(
    _ work: () throws(RuntimeError) -> Void
  ) throws(RuntimeError) {
    do throws(RuntimeError) { try work() } catch {
      if case .timeout = error { _ = Unmanaged.passRetained(self) }
      throw error
    }
  }

  /// Throws where a run wrote outside of its tensors' memory.
  func checkCanaries(_ retained: [AnyObject]) throws(RuntimeError) {
    guard options.debug.contains(.canaries) else { return }
    for case let allocation as Allocation in retained where !allocation.isIntact {
      throw .device("A shader wrote past the end of a tensor of \(allocation.byteCount) bytes.")
    }
  }

  /// Copies a host tensor into memory of its own that outlives the run.
  func upload(_ tensor: Tensor) throws(RuntimeError) -> DeviceTensor {
    let allocation = try persistent.allocate(tensor.byteCount)
    let target = DeviceTensor(allocation: allocation, dtype: tensor.dtype, shape: tensor.shape)
    try write(tensor, to: target.region)
    return target
  }

  func write(_ tensor: Tensor, to region: Region) throws(RuntimeError) {
    var failure: RuntimeError?
    tensor.elements.withBytes { bytes in
      do throws(RuntimeError) { try write(bytes, to: region) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  private func write(_ bytes: UnsafeRawBufferPointer, to region: Region) throws(RuntimeError) {
    try keepingUnfinished { () throws(RuntimeError) in try transfers.write(bytes, to: region) }
  }

  func write(_ bytes: [UInt8]) throws(RuntimeError) -> Allocation {
    let allocation = try persistent.allocate(bytes.count)
    var failure: RuntimeError?
    bytes.withUnsafeBytes { bytes in
      do throws(RuntimeError) { try write(bytes, to: allocation.region) } catch { failure = error }
    }
    if let failure { throw failure }
    return allocation
  }

  /// Copies a device tensor, which no unfinished work writes, to the host.
  func download(_ region: Region, dtype: DType, shape: Shape) throws(RuntimeError) -> Tensor {
    var failure: RuntimeError?
    let elements = Elements(count: shape.count, dtype: dtype) { bytes in
      do throws(RuntimeError) {
        try keepingUnfinished { () throws(RuntimeError) in try transfers.read(region, into: bytes) }
      } catch { failure = error }
    }
    if let failure { throw failure }
    do {
      return try Tensor(elements, shape: shape)
    } catch {
      throw .device(error.description)
    }
  }
}
