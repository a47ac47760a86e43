import ArgumentParser
import Harness

/// Compares our runtimes with onnxruntime and OpenVINO, side by side.
struct BenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Time models on our runtimes beside onnxruntime and OpenVINO.",
    discussion: """
      Examples:
        wonnx-conform bench                              the nine real models of the suite
        wonnx-conform bench --runs 20 --threads 1 Conformance/suite/seeded/*
        wonnx-conform bench --runtime cpu,onnxruntime Conformance/suite/real/test_resnet50
        wonnx-conform bench --runtime cpu+opt,onnxruntime,openvino --threads 1 model-folder
        wonnx-conform bench --matmul 1024                MatMul of two float32 matrices
        wonnx-conform bench --json bench.json            every figure, for programs
        wonnx-conform bench --profile Conformance/suite/real/test_resnet50

      Each measurement is a process of its own; the rounds take the runtimes in turn, so that a busy \
      minute falls on all of them. Columns: 'load' opens the model (of onnxruntime, all before the \
      first run), 'optimise' is what the optimizer takes, 'plan' plans and compiles, 'first' is the first \
      run (of a model whose extents are not known, Vulkan plans and compiles there: see --set), \
      'median' and 'least' are of the runs after it, 'ratio' is the median over onnxruntime's (below 1 is faster), 'peak' the most memory that the \
      process ever had resident. All runtimes get the same number of threads.

      onnxruntime and openvino are Python packages, in the interpreter that WONNX_PYTHON names, else \
      in Conformance/.venv and .venv-openvino; without one, the others are timed alone. OpenVINO \
      computes in float32. Time a release build: swift build -c release.
      """)

  @Argument(
    help: ArgumentHelp(
      "Case folders (model.onnx, test_data_set_0). Default: <suite>/real/*.", valueName: "folder"))
  var folders: [String] = []

  @Option(
    help: ArgumentHelp("Multiply two float32 matrices of this size instead.", valueName: "size"))
  var matmul: Int?

  @Option(help: ArgumentHelp("What to time.", valueName: "names"))
  var runtime = "cpu,vulkan,onnxruntime"

  @Option(
    help: ArgumentHelp(
      "Threads for every runtime (default: WONNX_THREADS, else one a core).", valueName: "count"))
  var threads: Int?

  @Option(help: ArgumentHelp("Runs after the first, in each round.", valueName: "count"))
  var runs = 5

  @Option(help: ArgumentHelp("Rounds over all runtimes.", valueName: "count"))
  var rounds = 2

  @Option(help: ArgumentHelp("Seconds that one measurement may take.", valueName: "seconds"))
  var timeout = 600

  @Option(
    help: ArgumentHelp(
      "The Vulkan device: its number or part of its name (default: WONNX_DEVICE, else the best).",
      valueName: "device"))
  var device: String?

  @Option(
    help: ArgumentHelp(
      "Give a symbolic dimension an extent, so that our runtimes plan before the first run: batch=1.",
      valueName: "name=n"))
  var set: [String] = []

  @Option(
    help: ArgumentHelp(
      "The suite's folder (default: WONNX_SUITE, else Conformance/suite).", valueName: "folder"))
  var suite: String?

  @Flag(
    help: ArgumentHelp(
      "Instead, time each node on Vulkan, with a barrier after it, and print its share of what the "
        + "device's memory and arithmetic do at most, which two kernels measure first."))
  var profile = false

  @Option(help: ArgumentHelp("Write every figure to a JSON file, or to '-'.", valueName: "file"))
  var json: String?

  func validate() throws {
    try BenchLimits.check([
      NumberOption("runs", runs, in: BenchLimits.counts),
      NumberOption("rounds", rounds, in: BenchLimits.counts),
      NumberOption("threads", threads ?? 1, in: BenchLimits.threads),
      NumberOption("matmul", matmul ?? 1, in: BenchLimits.sizes),
      NumberOption("timeout", timeout, in: BenchLimits.seconds),
    ])
  }

  func run() async throws {
    do {
      let bench = Bench(self)
      guard profile else { throw ExitCode(try bench.run().rawValue) }
      try await bench.profile()
    } catch let failure as Failure {
      Terminal.note(failure.sentence)
      throw ExitCode(failure.status.rawValue)
    }
  }
}

/// What the numbers of a measurement may be.
enum BenchLimits {
  static let counts = 1...1_000_000
  /// As many as the kernels can keep at work.
  static let threads = 1...4096
  /// Up to 4 GiB a matrix.
  static let sizes = 1...32_768
  static let seconds = 1...31_536_000

  static func check(_ options: [NumberOption]) throws {
    if let objection = options.lazy.compactMap(\.objection).first {
      throw ValidationError(objection)
    }
  }
}
