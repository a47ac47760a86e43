import ArgumentParser
import Descent
import Graphs
import Harness
import Runtimes
import Synchronization
import Tensors

/// Shows what every node of a run is given and gives.
struct TraceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Show what each node of a run is given and gives, or what an output is made of.",
    discussion: """
      Examples:
        wonnx-conform trace model.onnx
        wonnx-conform trace model.onnx --runtime vulkan+opt --node 'Conv*' --node '/head/*'
        wonnx-conform trace model.onnx --input x=random(1) --dump values
        wonnx-conform trace model.onnx --json | jq 'select(.outputs[].value.nans > 0) | .node'
        wonnx-conform trace model.onnx --output logits --max-depth 4

      Steps are printed while the run goes on, in order of execution, those of bodies with their \
      iteration; no more values are in memory than the run itself has. With --dump all values of the \
      steps asked for are written as the run makes them.

      With --output nothing runs: the tree from a value back to inputs and initializers is printed.

      Without --input, --data or --random-rest the first data set beside the model counts.

      Exit status: 0 done, 1 the model can't run or takes too long, 2 usage, 4 the runtime can't be had or a file can't \
      be written.
      """)

  @Argument(help: "A model file, or a folder with model.onnx.") var model: String

  @Option(help: ArgumentHelp("The runtime: cpu, cpu+opt, vulkan …", valueName: "name"))
  var runtime = "cpu"

  @OptionGroup var computing: ComputingOptions

  @OptionGroup var limit: LimitOption

  @OptionGroup(title: "What it is given") var feeds: FeedOptions

  @Option(
    help: ArgumentHelp(
      "Only steps whose node, operator or output has such a name; may be given several times.",
      valueName: "glob"))
  var node: [String] = []

  @Option(
    help: ArgumentHelp(
      "Write all values of these steps: into a folder, which has to be empty, as .npy where numpy has the type and .pb "
        + "elsewhere, or into an HDF5 file.", valueName: "folder|file.h5"))
  var dump: String?

  @Flag(help: "A line of JSON a step (Conformance/schemas/trace.schema.json).") var json = false

  @Option(help: ArgumentHelp("Print the tree of a value instead of running.", valueName: "name"))
  var output: String?

  @Option(help: ArgumentHelp("How many nodes deep the tree goes.", valueName: "n"))
  var maxDepth: Int?

  func validate() throws {
    if maxDepth != nil && output == nil {
      throw ValidationError("--max-depth is about the tree of a value: --output is missing.")
    }
    guard maxDepth ?? 0 >= 0 else { throw ValidationError("--max-depth may not be negative.") }
  }

  func run() async throws {
    do throws(Failure) {
      let model = try DescentModel(model, feeds)
      if let output { try print(output, of: model.graph) } else { try await trace(model) }
    } catch {
      Terminal.note(error.sentence)
      throw ExitCode(error.status.rawValue)
    }
  }

  private func print(_ output: String, of graph: Graph) throws(Failure) {
    let typed = (try? TypeInference(graph).graph) ?? graph
    let tree = GraphTree(typed)
    guard let lines = tree.lines(of: output, depth: maxDepth) else {
      let nearest = NearestNames.of(output, among: tree.names, limit: 3).map(\.onOneLine)
      throw Failure(
        .usage,
        "The model makes no value '\(output)'"
          + (nearest.isEmpty ? "." : ": did you mean \(nearest.joined(separator: ", "))?"))
    }
    Terminal.write(lines.joined(separator: "\n").printable + "\n", to: 1)
  }

  private func trace(_ model: DescentModel) async throws(Failure) {
    let made = limit.limited(try RuntimeFactory(computing).make(runtime))
    let inputs = try model.inputs(feeds)
    let printer = try TracePrinter(isJSON: json, pattern: StepPattern(node), dump: dump)
    let prepared: any PreparedGraph
    do throws(RuntimeError) {
      prepared = try await made.prepare(model.graph)
      guard let tappable = prepared as? any TappableGraph else {
        throw .unsupported("\(runtime) is no runtime of the project's own: it shows no steps")
      }
      _ = try await tappable.run(inputs) { printer.show($0) }
    } catch {
      throw Failure(error.isInfrastructure ? .infrastructure : .unexpected, "\(error).")
    }
    try printer.finish()
  }
}
