import Adapters
import Graphs
import Harness
import Interpreter
import Optimizer
import Runtimes
import Tensors
import VulkanRuntime

/// Makes the runtimes that a run asks for.
struct RuntimeFactory: Sendable {
  /// The project's own runtimes that take a graph as it is.
  static let plainNames = RuntimeKind.all.map(\.name)
  /// Each plain and behind the optimizer.
  static let names = plainNames.flatMap { [$0, OptimizedRuntime.name(of: $0)] }
  /// What `--device` says for a column a device.
  static let allDevices = "all"

  let precision: Precision
  let device: String?
  let requiresGPU: Bool
  var fused = VulkanOptions.FusedSums.device
  var kernels: KernelStyle?
  var flushesSubnormals = false
  /// Whether Vulkan times nodes and forgets which kernels were chosen before.
  var tunes = false
  /// Whether each node is timed.
  var timesNodes = false
  /// Runtimes that people know by a name.
  let known: RuntimesFile
  /// The memory that values may take in a runtime of the project's own.
  var budget = MemoryBudget.machine
  /// Whether preparing reads weights from their files: where runs follow.
  var loadsConstants = true
  /// Whether the adapters of foreign runtimes stay started: where this process runs cases.
  var keepsAdapters = true

  init(_ options: ComputingOptions) {
    self.init(
      precision: options.precision, device: options.device, requiresGPU: options.requireGpu)
    fused = options.fused ?? .device
    kernels = options.kernels
    flushesSubnormals = options.flushSubnormals
  }

  init(_ options: RuntimeOptions) throws(Failure) {
    self.init(
      precision: options.precision, device: options.device, requiresGPU: options.requireGpu,
      known: try RuntimesFile.load(options.runtimes))
    fused = options.fused ?? .device
    kernels = options.kernels
    flushesSubnormals = options.flushSubnormals
  }

  init(
    precision: Precision, device: String?, requiresGPU: Bool, known: RuntimesFile = RuntimesFile()
  ) {
    self.precision = precision
    self.device = device
    self.requiresGPU = requiresGPU
    self.known = known
  }

  /// `vulkan@1` is Vulkan on the second of the machine's devices.
  ///
  /// - Throws: a sentence when there is no such runtime, or it can't be had.
  func make(_ name: String) throws(Failure) -> any Runtime { try column(name).runtime }

  /// What folds constants, through one of the project's own runtimes.
  func makeFolder(_ name: String) throws(Failure) -> any Runtime {
    let runtime = try make(name)
    return RuntimeKind.of(name)?.folder(runtime) ?? runtime
  }

  /// The column of a name or of `name=connection`.
  func column(_ request: String) throws(Failure) -> Column {
    var foreign = try ForeignRequest(request)
    if foreign == nil { foreign = try known.request(request) }
    if let foreign {
      return Column(
        runtime: try foreign.make(staysStarted: keepsAdapters), request: request,
        width: foreign.width, timeout: foreign.timeout, reference: Interpreter(budget: budget),
        foreign: foreign)
    }
    let base = OptimizedName.base(of: request)
    let parts = (base ?? request).split(
      separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let number = parts.count > 1 ? Int(parts[1]) : nil
    guard let kind = RuntimeKind.all.first(where: { $0.name == parts.first ?? "" }),
      parts.count == 1 || (number != nil && kind.deviceCount != nil)
    else { throw unknown(request) }
    let plain = try kind.make(self, base ?? request, number)
    return Column(
      runtime: base == nil ? plain : OptimizedRuntime(plain, PassCatalog.ofInterpreter),
      request: request, width: kind.width,
      reference: Interpreter(precision: kind.reference, budget: budget))
  }

  private var allNames: String { (Self.names + known.names).joined(separator: ", ") }

  private func unknown(_ name: String) -> Failure {
    if let hint = Self.columnHint(name) { return Failure(.usage, hint) }
    let nearest = NearestNames.of(name, among: Self.names + known.names, limit: 1).first
    return Failure(
      .usage,
      "There is no runtime '\(name)'; there are \(allNames)"
        + (nearest.map { ": did you mean '\($0)'?" } ?? "."))
  }

  /// A way to a foreign runtime without a name for its column.
  private static func columnHint(_ name: String) -> String? {
    let isInTheBox = Connection.inTheBox.contains(String(name.prefix { $0 != " " }))
    let isWay = ["exec:", "cmd:", "python:"].contains { name.hasPrefix($0) }
    guard isInTheBox || isWay else { return nil }
    return "'\(name)' needs a column's name: --runtime 'mine=\(name)'."
  }

  /// The columns that were asked for, or those that there are, each plain and behind the optimizer.
  ///
  /// Without a request, a machine without a Vulkan device runs on the CPU alone, and `note` says so.
  func columns(
    _ requests: [String], note: (String) -> Void
  ) throws(Failure) -> [Column] {
    guard requests.isEmpty else { return try requested(requests, note: note) }
    var columns: [Column] = []
    for kind in RuntimeKind.all {
      do throws(Failure) {
        for plain in try byDevice(kind.name, note: note) {
          columns += [plain, try column(OptimizedRuntime.name(of: plain.name))]
        }
      } catch {
        guard !requiresGPU, !columns.isEmpty else { throw error }
        note("Running on the CPU alone. \(error.sentence)")
      }
    }
    return columns
  }

  private func requested(
    _ requests: [String], note: (String) -> Void
  ) throws(Failure) -> [Column] {
    var columns: [Column] = []
    for request in requests {
      let (names, connected) = Self.parts(of: request)
      for name in names { columns += try byDevice(name, note: note) }
      if let connected { columns.append(try column(connected)) }
    }
    guard !columns.isEmpty else {
      throw Failure(
        .usage,
        "--runtime names no runtime; there are \(allNames).")
    }
    var names: Set<String> = []
    if let twice = columns.first(where: { !names.insert($0.name).inserted }) {
      throw Failure(
        .usage, "--runtime has '\(twice.name)' twice: a column needs a name of its own.")
    }
    return columns
  }

  /// `cpu` and `mine=exec:./adapter -a,b` of `cpu,mine=exec:./adapter -a,b`: behind the `=` a comma is the
  /// connection's.
  private static func parts(of request: String) -> (names: [String], connected: String?) {
    let mark = request.firstIndex(of: "=") ?? request.endIndex
    let comma = request[..<mark].lastIndex(of: ",")
    let isConnected = mark < request.endIndex
    let end = isConnected ? comma ?? request.startIndex : request.endIndex
    let names = request[..<end].split(separator: ",").map { String($0) }
    guard isConnected else { return (names, nil) }
    return (names, String(comma.map { request[request.index(after: $0)...] } ?? request[...]))
  }

  /// `vulkan@0`, `vulkan@1` … for `vulkan`, and the same with `+opt`, where every device of several
  /// is asked for; else the runtime itself. A device that can't run graphs is left out, and `note`
  /// says so, as long as another can.
  private func byDevice(
    _ name: String, note: (String) -> Void
  ) throws(Failure) -> [Column] {
    let base = OptimizedName.base(of: name) ?? name
    guard device == Self.allDevices,
      let count = try RuntimeKind.all.first(where: { $0.name == base })?.deviceCount?(), count > 1
    else { return [try column(name)] }
    var columns: [Column] = []
    var reasons: [String] = []
    for index in 0..<count {
      do throws(Failure) {
        columns.append(try column("\(base)@\(index)" + name.dropFirst(base.count)))
      } catch { reasons.append("\(base)@\(index) is left out. \(error.sentence)") }
    }
    guard !columns.isEmpty else {
      throw Failure(.infrastructure, reasons.joined(separator: "\n"))
    }
    reasons.forEach(note)
    return columns
  }
}

extension PassCatalog {
  /// The optimizer as `+opt` has it.
  static var ofInterpreter: Optimizer { PassCatalog(folder: Interpreter()).optimizer }
}

/// Why the command ends before it has run anything.
struct Failure: Error {
  let status: ExitStatus
  let sentence: String

  init(_ status: ExitStatus, _ sentence: String) {
    self.status = status
    self.sentence = sentence.endedOnce
  }
}
