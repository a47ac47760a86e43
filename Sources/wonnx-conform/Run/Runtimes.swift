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
  /// Whether the adapters of foreign runtimes stay started: where this process runs cases.
  var keepsAdapters = true

  init(_ options: ComputingOptions) {
    self.init(
      precision: options.precision, device: options.device, requiresGPU: options.requireGpu)
  }

  init(precision: Precision, device: String?, requiresGPU: Bool) {
    self.precision = precision
    self.device = device
    self.requiresGPU = requiresGPU
  }

  /// What `--device` says for a column a device.
  static let allDevices = "all"

  /// `vulkan@1` is Vulkan on the second of the machine's devices.
  ///
  /// - Throws: a sentence when there is no such runtime, or its device can't be had.
  func make(_ name: String) throws(Failure) -> any Runtime {
    if let foreign = try ForeignRequest(name) {
      return try foreign.make(staysStarted: keepsAdapters)
    }
    let optimized = OptimizedRuntime.name(of: "")
    if name.hasSuffix(optimized), name != optimized {
      let base = try make(String(name.dropLast(optimized.count)))
      return OptimizedRuntime(base, PassCatalog(folder: Interpreter()).optimizer)
    }
    let parts = name.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    switch (parts.first, parts.count > 1 ? Int(parts[1]) : nil) {
    case ("cpu", nil) where parts.count == 1: return Interpreter(precision: precision)
    case ("vulkan", nil) where parts.count == 1: return try makeVulkan(name, device)
    case ("vulkan", let index?): return try makeVulkan(name, "\(index)")
    default:
      let nearest = NearestNames.of(name, among: Self.names, limit: 1).first
      throw Failure(
        .usage,
        "There is no runtime '\(name)'; there are \(Self.names.joined(separator: ", "))"
          + (nearest.map { ": did you mean '\($0)'?" } ?? "."))
    }
  }

  private func makeVulkan(_ name: String, _ device: String?) throws(Failure) -> any Runtime {
    var options = VulkanOptions()
    options.name = name
    if let device, device != Self.allDevices { options.device = DeviceSelector(device) }
    options.requiresGPU = requiresGPU
    do throws(RuntimeError) { return try VulkanRuntime(options) } catch {
      throw Failure(.infrastructure, error.description)
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
    _ requests: [String], note: (String) -> Void
  ) throws(Failure) -> [any Runtime] {
    if !requests.isEmpty {
      var runtimes: [any Runtime] = []
      for request in requests {
        guard !request.contains("=") else {
          runtimes.append(try make(request))
          continue
        }
        for name in request.split(separator: ",") {
          runtimes += try makeColumns(String(name), note: note)
        }
      }
      guard !runtimes.isEmpty else {
        throw Failure(
          .usage, "--runtime names no runtime; there are \(Self.names.joined(separator: ", ")).")
      }
      return runtimes
    }
    let cpu = [try make("cpu"), try make("cpu+opt")]
    do throws(Failure) {
      var runtimes = cpu
      for plain in try makeColumns("vulkan", note: note) {
        runtimes += [plain, try make(OptimizedRuntime.name(of: plain.name))]
      }
      return runtimes
    } catch {
      guard !requiresGPU else { throw error }
      note("Running on the CPU alone. \(error.sentence)")
      return cpu
    }
  }
}

extension RuntimeFactory {
  /// `vulkan@0`, `vulkan@1` … for `vulkan`, and the same with `+opt`, where every device of several
  /// is asked for; else the runtime itself. A device that can't run graphs is left out, and `note`
  /// says so, as long as another can.
  private func makeColumns(
    _ name: String, note: (String) -> Void
  ) throws(Failure) -> [any Runtime] {
    let suffix = OptimizedRuntime.name(of: "")
    let base = name.hasSuffix(suffix) ? String(name.dropLast(suffix.count)) : name
    guard device == Self.allDevices, base == "vulkan" else { return [try make(name)] }
    let count: Int
    do throws(RuntimeError) { count = try VulkanRuntime.devices().count } catch {
      throw Failure(.infrastructure, error.description)
    }
    guard count > 1 else { return [try make(name)] }
    var runtimes: [any Runtime] = []
    var reasons: [String] = []
    for index in 0..<count {
      do throws(Failure) {
        runtimes.append(try make(name == base ? "vulkan@\(index)" : "vulkan@\(index)\(suffix)"))
      } catch { reasons.append("vulkan@\(index) is left out. \(error.sentence)") }
    }
    guard !runtimes.isEmpty else {
      throw Failure(.infrastructure, reasons.joined(separator: "\n"))
    }
    reasons.forEach(note)
    return runtimes
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
