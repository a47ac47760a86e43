import ArgumentParser
import GeneratedCases
import Graphs
import Harness
import Reduction
import VulkanRuntime

/// Runs random graphs on several runtimes and holds their results against each other.
struct FuzzCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fuzz",
    abstract: "Run random graphs on several runtimes; make what differs small.",
    discussion: """
      Examples:
        wonnx-conform fuzz                                200 graphs on cpu, cpu+opt, vulkan, vulkan+opt
        wonnx-conform fuzz --seed 7 --count 1 --nodes 30  one of them again
        wonnx-conform fuzz --runtime cpu,ort=onnxruntime --keep found

      A graph is made of the operators' own samples, with branches and loops among them, and runs as it \
      is made. The first runtime's results are the measure. A runtime of the project's own has to have \
      its bits, unless a pass of the optimizer that may round otherwise changed the graph; then, and of \
      other runtimes, each element may be off by a thousandth of the output's largest. What differs, or \
      runs on one and not on the other, is made smaller until no step makes it smaller, and written as a \
      case with --keep.

      Exit status: 0 nothing differs, 1 something does, 2 usage, 4 a runtime can't be had or a file \
      can't be written.
      """)

  @OptionGroup(title: "What runs them") var what: RuntimeOptions

  @Option(help: "The first graph's seed; each further graph takes the next.") var seed: UInt64 = 1

  @Option(help: ArgumentHelp("How many graphs.", valueName: "n")) var count = 200

  @Option(help: ArgumentHelp("The most nodes that a graph has.", valueName: "n")) var nodes = 30

  @Option(
    help: ArgumentHelp(
      "Write the small graph of each difference into a folder.", valueName: "folder"))
  var keep: String?

  func validate() throws {
    guard count >= 1 else { throw ValidationError("--count is \(count), expected at least 1.") }
    guard (2...200).contains(nodes) else {
      throw ValidationError("--nodes is \(nodes), expected 2 to 200.")
    }
  }

  func run() async throws {
    do throws(Failure) { try await fuzz() } catch {
      Terminal.note(error.sentence)
      throw ExitCode(error.status.rawValue)
    }
  }

  private func fuzz() async throws(Failure) {
    var options = what
    // Without an exact fma a device's sums differ in their last bits.
    options.computing.fused = what.fused ?? .exact
    var factory = try RuntimeFactory(options)
    factory.loadsConstants = false
    let columns = try factory.columns(what.runtime) { Terminal.note($0) }
    guard columns.count > 1 else {
      throw Failure(.usage, "There is one runtime, and nothing to hold it against.")
    }
    let trial = FuzzTrial(columns.map { $0.runtime }, scratch: try AdapterScratch.folder())
    let line = CountLine(terminal: .current())
    var found: [FuzzDifference] = []
    var nodeCount = 0
    for step in 0..<UInt64(count) {
      let number = seed &+ step
      let size = 2 + Int(number % UInt64(nodes - 1))
      let graph = await RandomGraph(seed: number, nodeCount: size)
      nodeCount += graph.graph.nodes.count
      if let difference = await trial.difference(
        of: FedGraph(graph: graph.graph, inputs: graph.inputs))
      {
        let small = await trial.shrunk(difference)
        line.finish()
        Terminal.write("seed \(number): \(small.text)\n", to: 1)
        if let keep { try small.write(into: "\(keep)/seed-\(number)") }
        found.append(small)
      }
      line.show("\(step + 1)/\(count) graphs, \(found.count) with a difference")
    }
    line.finish()
    Terminal.write(
      "\(count) graphs of \(nodeCount) nodes on \(columns.map(\.name).joined(separator: ", ")): "
        + "\(found.count) with a difference\n", to: 1)
    if !found.isEmpty {
      throw Failure(.unexpected, "A difference is a fault of one of the runtimes.")
    }
  }
}
