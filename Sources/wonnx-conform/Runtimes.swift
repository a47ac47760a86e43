import Harness
import Interpreter
import Optimizer
import Runtimes
import Tensors
import VulkanRuntime

/// Makes the runtimes that a run asks for.
struct RuntimeFactory: Sendable {
  /// The runtimes that take a graph as it is.
  static let plainNames = ["cpu", "vulkan"]
  /// Each plain and behind the optimizer.
  static let names = plainNames.flatMap { [$0, OptimizedRuntime.name(of: $0)] }

  let precision: Precision
  let device: String?
  let requiresGPU: Bool

  init(_ options: RuntimeOptions) {
    self.init(
      precision: options.precision, device: options.device, requiresGPU: options.requireGpu)
  }

  init(precision: Precision, device: String?, requiresGPU: Bool) {
    self.precision = precision
    self.device = device
    self.requiresGPU = requiresGPU
  }

  /// - Throws: a sentence when there is no such runtime, or its device can't be had.
  func make(_ name: String) throws(Failure) -> any Runtime {
    if let base = Self.plainNames.first(where: { OptimizedRuntime.name(of: $0) == name }) {
      return OptimizedRuntime(try make(base), PassCatalog(folder: Interpreter()).optimizer)
    }
    switch name {
    case "cpu": return Interpreter(precision: precision)
    case "vulkan":
      var options = VulkanOptions()
      if let device { options.device = DeviceSelector(device) }
      options.requiresGPU = requiresGPU
      do throws(RuntimeError) { return try VulkanRuntime(options) } catch {
        throw Failure(.infrastructure, error.description)
      }
    default:
      let nearest = NearestNames.of(name, among: Self.names, limit: 1).first
      throw Failure(
        .usage,
        "There is no runtime '\(name)'; there are \(Self.names.joined(separator: ", "))"
          + (nearest.map { ": did you mean '\($0)'?" } ?? "."))
    }
  }

  /// What folds constants: on the device, each graph runs once and leaves nothing there.
  func makeFolder(_ name: String) throws(Failure) -> any Runtime {
    let runtime = try make(name)
    #if ConstantFolding
      if let vulkan = runtime as? VulkanRuntime { return DeviceFolder(vulkan.context) }
    #endif
    return runtime
  }

  /// The runtime that says, for a differing element, what another implementation gives.
  func reference(for name: String) -> any Runtime {
    Interpreter(precision: name.hasPrefix("cpu") ? .double : .native)
  }

  /// The runtimes that were asked for, or those that there are, each plain and behind the optimizer.
  ///
  /// Without a request, a machine without a Vulkan device runs on the CPU alone, and `note` says so.
  func resolve(
    _ request: String?, note: (String) -> Void
  ) throws(Failure) -> [any Runtime] {
    if let request {
      var runtimes: [any Runtime] = []
      for name in request.split(separator: ",") { runtimes.append(try make(String(name))) }
      guard !runtimes.isEmpty else {
        throw Failure(.usage, "--runtime names no runtime; there are \(Self.names).")
      }
      return runtimes
    }
    let cpu = [try make("cpu"), try make("cpu+opt")]
    do { return cpu + [try make("vulkan"), try make("vulkan+opt")] } catch {
      guard !requiresGPU else { throw error }
      note("Running on the CPU alone. \(error.sentence)")
      return cpu
    }
  }
}

/// Why the command ends before it has run anything.
struct Failure: Error {
  let status: ExitStatus
  let sentence: String

  init(_ status: ExitStatus, _ sentence: String) {
    self.status = status
    self.sentence = sentence
  }
}
