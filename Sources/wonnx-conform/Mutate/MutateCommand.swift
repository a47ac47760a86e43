import ArgumentParser
import Emulations
import Harness

/// Plants faults into a suite's cases and says which of them the judges notice.
struct MutateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mutate",
    abstract: "Plant faults into the cases of a suite and count those that its judges notice.",
    discussion: """
      Examples:
        wonnx-conform mutate                                  onnx's own suite
        wonnx-conform mutate --suite generated --json reports/mutation.json
        wonnx-conform mutate --ops Conv,MatMul
        wonnx-conform mutate --ops Conv --emulations tf32-products,ignored-attribute:pads
        wonnx-conform mutate --filter node/test_conv_with_strides_padding --all
        wonnx-conform mutate --list

      Each node of each case is emulated with each fault that it can have, such as factors rounded to \
      TF32, an attribute that is not heeded or an index that is off by one, and the interpreter runs \
      the graph. Where its outputs are others, they are judged as a run judges them: by the suite's \
      rule and by the operator's error bound. An operator's fault is caught when some case catches it; the score is the \
      share of those that are, of all that changed an output. Graphs in bodies and whole networks are left \
      alone. A judge that objects to the outputs without a fault is not heard in that case.

      Legitimate results, such as sums in another order, must pass: an objection to one is a false alarm. \
      They are tried in graphs of one node, since what a rounding becomes in further nodes has no bound.

      Exit status: 0 the score is reached and there is no false alarm, 1 it is not or there is one; 2 usage, \
      3 the suite can't be read.
      """)

  @OptionGroup(title: "Which cases") var which: SelectionOptions

  @Option(
    help: ArgumentHelp(
      "The suite: a folder, a name in Conformance/suites, or generated (default: WONNX_SUITE, else "
        + "Conformance/suite).", valueName: "folder|name"))
  var suite: String?

  @Option(
    help: ArgumentHelp(
      "Only these emulations, by kind or whole name: tf32-products,ignored-attribute:pads.",
      valueName: "names"))
  var emulations: [String] = []

  @Option(help: ArgumentHelp("Leave graphs of more nodes than this alone.", valueName: "count"))
  var nodes = 8

  @Option(help: ArgumentHelp("The least score, from 0 to 1.", valueName: "share"))
  var least = 0.99

  @Option(
    help: ArgumentHelp("Cases that run side by side (default: one a core).", valueName: "count"))
  var jobs: Int?

  @Flag(help: "Print every missed fault and every case, not only the first ones.")
  var all = false

  @Flag(help: "Print the kinds of emulation instead of running any.")
  var list = false

  @Option(
    help: ArgumentHelp("Write the whole report to a JSON file, or to '-'.", valueName: "file"))
  var json: String?

  func validate() throws {
    guard (0...1).contains(least) else {
      throw ValidationError("--least is \(least), expected 0 to 1.")
    }
    let numbers = [
      NumberOption("jobs", jobs ?? 1, in: 1...1024), NumberOption("nodes", nodes, in: 1...1024),
    ]
    for number in numbers {
      if let objection = number.objection { throw ValidationError(objection) }
    }
  }

  func run() async throws {
    if list {
      let rows = EmulationKind.all.map { [$0.name, $0.nature.rawValue, $0.summary] }
      let lines = TextTable.wrapped(rows, widths: [29, 10, 57])
      Terminal.write(lines.joined(separator: "\n") + "\n", to: 1)
      return
    }
    do throws(Failure) {
      try Terminal.check(file: json)
      let report = try await MutationRun(self).run()
      if json != "-" { Terminal.write(report.text(all: all, least: least), to: 1) }
      try write(report)
      throw Failure(report.exitStatus(least: least), "")
    } catch {
      if !error.sentence.isEmpty { Terminal.note(error.sentence) }
      throw ExitCode(error.status.rawValue)
    }
  }

  private func write(_ report: MutationReport) throws(Failure) {
    guard let json else { return }
    try Terminal.write(json: report, toFile: json)
  }
}
