import Graphs
import Harness
import Runtimes
import Tensors
import VulkanRuntime

extension WorkerCommand {
  /// How a worker of a run's column starts.
  ///
  /// - Parameters:
  ///   - folder: takes the outputs, of a run that is about nothing else.
  ///   - bounds: whether outputs are held against their operators' bounds.
  init(
    of command: RunCommand, _ column: Column, keeping folder: KeptOutputs? = nil,
    bounds: Bool = true
  ) {
    self.init(
      of: command.what, column, replays: folder == nil ? command.how.replays : 0,
      budget: command.how.budget, keeping: folder, bounds: bounds)
  }

  init(
    of what: RuntimeOptions, _ column: Column, replays: Int, budget: MemoryBudget,
    keeping folder: KeptOutputs?, bounds: Bool, plant: String? = nil
  ) {
    var arguments = [
      "worker", "--runtime", column.request, "--precision", what.precision.rawValue,
      "--replays", "\(replays)", "--budget", "\(budget.byteCount)",
    ]
    if let plant { arguments += ["--plant", plant] }
    if !bounds { arguments.append("--no-bounds") }
    if let folder { arguments += ["--keep-outputs", folder.path] }
    if let path = what.runtimes { arguments += ["--runtimes", path] }
    if let device = what.device, device != RuntimeFactory.allDevices {
      arguments += ["--device", device]
    }
    if what.flushSubnormals { arguments.append("--flush-subnormals") }
    if what.requireGpu { arguments.append("--require-gpu") }
    if let fused = what.fused { arguments += ["--fused", fused.rawValue] }
    if let kernels = what.kernels { arguments += ["--kernels", kernels.rawValue] }
    // A crash's stack trace would take longer than most cases do.
    var environment = ["SWIFT_BACKTRACE": "enable=no"]
    if column.foreign != nil { environment.merge(AdapterScratch.environment) { own, _ in own } }
    self.init(executable: Host.executable, arguments: arguments, environment: environment)
  }
}
