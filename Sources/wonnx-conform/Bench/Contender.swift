import Harness

/// A runtime of a comparison: the processes that measure it.
struct Contender: Sendable {
  /// The one whose times ratios are over.
  static let base = Peer.onnxruntime.rawValue

  let name: String
  private let executable: String
  private let leading: [String]
  private let trailing: [String]
  private let options: BenchCommand
  private let threads: Int

  /// Ours, measured by this program.
  init(_ name: String, _ options: BenchCommand, threads: Int) {
    self.name = name
    self.options = options
    self.threads = threads
    executable = Host.executable
    leading = ["measure", "--runtime", name]
    trailing =
      (options.device.map { ["--device", $0] } ?? []) + options.set.flatMap { ["--set", $0] }
  }

  /// A Python package, measured by a script.
  init(_ name: String, python: String, script: String, _ options: BenchCommand, threads: Int) {
    self.name = name
    self.options = options
    self.threads = threads
    executable = python
    leading = [script]
    trailing = ["--threads", "\(threads)"]
  }

  /// Measures one subject; what goes wrong is the measurement's reason.
  func measure(_ subject: Subject) -> (Measurement, peakByteCount: Int) {
    var arguments = leading + ["--runs", "\(options.runs)"] + trailing
    switch subject {
    case .folder(let folder): arguments.append(folder)
    case .matmul(let size):
      arguments += [Peer(rawValue: name) != nil ? "--size" : "--matmul", "\(size)"]
    }
    let command = WorkerCommand(
      executable: executable, arguments: arguments,
      environment: [
        "WONNX_THREADS": "\(threads)", "OMP_NUM_THREADS": "\(threads)",
        // llvmpipe's threads; a GPU's driver does not read it.
        "LP_NUM_THREADS": "\(threads)", "PYTHONDONTWRITEBYTECODE": "1",
      ])
    do {
      let process = try FinishedProcess.run(command, timeout: .seconds(options.timeout))
      let last = process.log.split(separator: "\n").last.map { ": \($0)" } ?? ""
      guard process.isSuccess, let line = process.lines.last else {
        return (Measurement(reason: "it ended with \(process.end)\(last)"), process.peakByteCount)
      }
      return (try JSONLine.decode(Measurement.self, line), process.peakByteCount)
    } catch let error as SpawnError {
      return (Measurement(reason: error.reason), 0)
    } catch { return (Measurement(reason: "its answer can't be read: \(error)"), 0) }
  }
}
