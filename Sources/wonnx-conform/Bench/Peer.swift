import Harness

/// A runtime of others, a Python package that a script in `Conformance/peers` times.
enum Peer: String, CaseIterable, Sendable {
  case onnxruntime, openvino

  static let names = allCases.map(\.rawValue)

  /// The folder of the Python environment that has it.
  private var environment: String {
    switch self {
    case .onnxruntime: ".venv"
    case .openvino: ".venv-openvino"
    }
  }

  /// What makes that environment.
  private var recipe: String {
    switch self {
    case .onnxruntime: "Conformance/run.sh"
    case .openvino: "Conformance/adapters/adapter.sh openvino --help"
    }
  }

  /// The script that times cases, or a product of two matrices; `nil` where there is none.
  func script(multiplies: Bool) -> String? {
    guard multiplies else { return "\(rawValue)_bench.py" }
    return self == .onnxruntime ? "matmul_bench.py" : nil
  }

  /// An interpreter that has the package, and the folder of the scripts; says why, when there is none.
  func find(_ places: Places) -> (python: String, scripts: String)? {
    let environments = places.folders(named: environment).map { "\($0)/bin/python" }
    let pythons =
      (Terminal.environment("WONNX_PYTHON").map { [$0] } ?? []) + environments.filter(Files.exists)
    guard !pythons.isEmpty, let scripts = places.folders(named: "peers").first else {
      Terminal.note(
        "Without \(rawValue): \(pythons.isEmpty ? "Conformance/\(environment)" : "Conformance/peers")"
          + " is not here, which \(recipe) makes, and WONNX_PYTHON names no interpreter that has it."
      )
      return nil
    }
    var reason = ""
    for python in pythons {
      let probe = WorkerCommand(
        executable: python, arguments: ["-c", "import onnx, \(rawValue)"])
      let process = try? FinishedProcess.run(probe, timeout: .seconds(120))
      if process?.isSuccess == true { return (python, scripts) }
      reason = process?.log.split(separator: "\n").last.map { " (\($0))" } ?? ""
    }
    Terminal.note(
      "Without \(rawValue): \(pythons.joined(separator: ", ")) can't import it\(reason). "
        + "\(recipe) makes an environment that can.")
    return nil
  }
}
