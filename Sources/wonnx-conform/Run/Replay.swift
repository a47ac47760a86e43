import Harness
import Tensors

/// The command line that repeats a run.
enum Replay {
  /// The options that choose cases and runtimes; the part, paths and output options are left out.
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
    add("runtime", command.what.runtime)
    if command.what.precision != .native { add("precision", command.what.precision.rawValue) }
    add("device", command.what.device)
    if command.what.requireGpu { words.append("--require-gpu") }
    if command.how.inProcess { words.append("--in-process") }
    if command.how.failFast { words.append("--fail-fast") }
    if command.how.replays != 1 { add("replays", "\(command.how.replays)") }
    if command.how.repeat != 1 { add("repeat", "\(command.how.repeat)") }
    add("shuffle", command.how.shuffle.map { "\($0)" })
    return words.joined(separator: " ")
  }

  private static func quoted(_ word: String) -> String {
    let isPlain = word.allSatisfy { $0.isLetter || $0.isNumber || "-_./,=:+".contains($0) }
    return isPlain
      ? word
      : "'"
        + word.split(separator: "'", omittingEmptySubsequences: false)
        .joined(separator: "'\\''") + "'"
  }
}
