import Graphs
import Harness
import Tensors
import VulkanRuntime

/// The command line that repeats a run.
enum Replay {
  /// The options that choose cases and runtimes, and how they run; the part and the output's are left
  /// out.
  static func command(of command: RunCommand) -> String {
    var words = ["wonnx-conform"]
    func add(_ name: String, _ value: String?) {
      if let value { words += ["--\(name)", quoted(value)] }
    }
    for value in command.which.ops { add("ops", value) }
    for value in command.which.filter { add("filter", value) }
    for value in command.which.kind { add("kind", value) }
    for value in command.which.dtype { add("dtype", value) }
    add("opset", command.which.opset?.description)
    for value in command.what.runtime { add("runtime", value) }
    if command.how.failFast { words.append("--fail-fast") }
    if command.how.repeat != 1 { add("repeat", "\(command.how.repeat)") }
    add("shuffle", command.how.shuffle.map { "\($0)" })
    words += optionWords(of: command)
    return words.joined(separator: " ")
  }

  /// The options that running one case of it again takes too; `nil` where there are none.
  static func options(of command: RunCommand) -> String? {
    let words = optionWords(of: command)
    return words.isEmpty ? nil : words.joined(separator: " ")
  }

  private static func optionWords(of command: RunCommand) -> [String] {
    var words: [String] = []
    func add(_ name: String, _ value: String?) {
      if let value { words += ["--\(name)", quoted(value)] }
    }
    add("suite", command.how.suite)
    add("runtimes", command.what.runtimes)
    if command.what.precision != .native { add("precision", command.what.precision.rawValue) }
    if command.what.device != RuntimeFactory.allDevices { add("device", command.what.device) }
    if command.what.flushSubnormals { words.append("--flush-subnormals") }
    if command.what.requireGpu { words.append("--require-gpu") }
    add("fused", command.what.fused?.rawValue)
    add("kernels", command.what.kernels?.rawValue)
    if command.how.inProcess { words.append("--in-process") }
    let defaults = ExecutionOptions.defaults
    if command.how.timeout != defaults.timeout { add("timeout", command.how.timeout.short) }
    if command.how.memory != defaults.memory { add("memory", command.how.memory.short) }
    if command.how.replays != defaults.replays { add("replays", "\(command.how.replays)") }
    let tolerance = command.how.tolerance.request
    if !tolerance.isEmpty { words.append(tolerance.description) }
    return words
  }

  static func quoted(_ word: String) -> String {
    let isPlain = word.allSatisfy { $0.isLetter || $0.isNumber || "-_./,=:+".contains($0) }
    return isPlain
      ? word
      : "'"
        + word.split(separator: "'", omittingEmptySubsequences: false)
        .joined(separator: "'\\''") + "'"
  }
}
