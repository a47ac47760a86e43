import Foundation
import Harness
import ModelFiles
import Runtimes
import Tensors
import Testing

@testable import Adapters

/// Y = Identity(X) over two floats: a copy of the input is the right answer.
@Suite("A program with a command line") struct CommandRuntimeTests {
  private struct Bench {
    let folder = NSTemporaryDirectory() + "command-" + UUID().uuidString

    init() throws {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    func run(_ script: String) async throws -> RunResult {
      let command = WorkerCommand(
        executable: "/bin/sh",
        arguments: ["-c", script, "sh", "{model}", "{inputs}", "x={outputs}"])
      let runtime = CommandRuntime(name: "sh", command: command, scratch: folder)
      let interface = ModelInterface(
        inputs: [.init(name: "X", type: nil)], outputs: [.init(name: "a/Y", type: nil)])
      let source = ModelSource(path: "/model.onnx", interface: interface) {
        () throws(LoadError) in throw LoadError(.load, "nobody asks for the graph")
      }
      let input = Value.tensor(try Tensor([Float(1.5), -2], shape: [2]))
      return try await runtime.prepare(source).run([input])
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }
  }

  static let right = [
    #"cp "$2"/input_0.pb "${3#x=}"/output_0.pb"#, #"cp "$2"/input_0.npy "${3#x=}"/output_0.npy"#,
    #"cp "$2"/input_0.npy "${3#x=}"/a_Y.npy"#, #"cp "$2"/input_0.pb "${3#x=}"/a_Y.pb"#,
    #"test "$1" = /model.onnx && seq 100000 && cp "$2"/input_0.pb "${3#x=}"/output_0.pb"#,
  ]

  @Test("gives what it wrote, by number or name, as .pb or .npy", arguments: right)
  func outputs(script: String) async throws {
    let bench = try Bench()
    defer { bench.remove() }
    let result = try await bench.run(script)
    #expect(result.outputs.count == 1 && result.placements.isEmpty)
    #expect(try result.outputs[0].tensor?.elements(as: Float.self) == [1.5, -2])
    #expect(Files.names(in: bench.folder).isEmpty)
  }

  static let wrong: [(script: String, error: String)] = [
    ("exit 77", "unsupported: the program ended by exit 77"),
    ("echo 'No Softmax.' >&2; exit 77", "unsupported: No Softmax."),
    ("echo 'unsupported: No Softmax.' >&2; exit 3", "unsupported: No Softmax."),
    ("echo first >&2; echo last >&2; echo >&2; exit 3", "run: the program ended by exit 3: last"),
    ("exit 1", "run: the program ended by exit 1: it said nothing"),
    ("kill -SEGV $$", "crash: the program ended by SIGSEGV: it said nothing"),
    (
      "true",
      "run: the program wrote no file for output 'a/Y': there is none of output_0.pb, output_0.npy, "
        + "a_Y.pb, a_Y.npy"
    ),
    (
      #"echo x >"${3#x=}"/output_0.npy"#,
      "run: the program's 'output_0.npy' is no .npy file of version 1 to 3"
    ),
    (
      #"echo x >"${3#x=}"/output_0.pb"#,
      // Field 15 as the number 10, which no TensorProto has: nothing is said of the elements.
      "run: the program's output_0.pb: a tensor has element type 0, which this program does not know."
    ),
    (#"mkdir "${3#x=}"/output_0.pb"#, "run: the program's 'output_0.pb' can't be read"),
    (
      #"cd "${3#x=}"; cp "$2"/input_0.pb output_0.pb; cp output_0.pb output_1.pb"#,
      "run: the program wrote 'output_1.pb', but the model has 1 outputs"
    ),
  ]

  @Test("has its exit status and its files judged", arguments: wrong)
  func errors(script: String, error: String) async throws {
    let bench = try Bench()
    defer { bench.remove() }
    let found = await #expect(throws: RuntimeError.self) { try await bench.run(script) }
    let text =
      switch found {
      case .unsupported(let sentence): "unsupported: \(sentence)"
      case .foreign(let phase, let sentence): "\(phase.rawValue): \(sentence)"
      case .crash(_, let sentence): "crash: \(sentence)"
      default: "\(String(describing: found))"
      }
    #expect(text == error)
  }
}
