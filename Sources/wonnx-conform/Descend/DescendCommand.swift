import ArgumentParser
import Descent
import Graphs
import Harness
import Importer
import ModelFiles
import Optimizer
import Runtimes
import Tensors

/// Finds the first node at which two runtimes, or two models, part.
struct DescendCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "descend",
    abstract: "Find the first node at which two runtimes, or two models, part, and say why.",
    discussion: """
      Examples:
        wonnx-conform descend model.onnx --runtime cpu,vulkan
        wonnx-conform descend model.onnx --runtime cpu,ort=onnxruntime --html page.html
        wonnx-conform descend model.onnx --runtime cpu,cpu+opt --all
        wonnx-conform descend before.onnx after.onnx
        wonnx-conform descend model.onnx model_int8.onnx --runtime ort=onnxruntime
        wonnx-conform descend model.onnx --runtime cpu,cpu+opt --plant '/conv1/Conv=tf32-products'
        wonnx-conform descend --plant list

      Each step's values are held against the other side's. Where they differ, the reference runs in \
      double on each side's own inputs: a node that only passes an error on is within its operator's \
      bound there, one that makes an error is not. Inside Loop, Scan and If the iteration is named, \
      inside functions the call. What is known of other runtimes' ways (TF32 products, half \
      accumulation, other orders, layouts, axes, roundings, pixel rules …) is tried on the found node, and \
      named where it gives the values.

      The project's own runtimes show their steps, with the kernels and fusions that they have anyway. Any \
      other is asked for values by models that end there, which may change what it fuses: the report says \
      whether it did. Inside Loop, Scan and If it is asked by models whose nodes give what is in their bodies. \
      Two models, such as one before and after quantisation, are matched by the values' names, then by how \
      values are made, through QuantizeLinear and DequantizeLinear, and run on the same runtime.

      Without --input, --data or --random-rest the first data set beside the model counts.

      Exit status: 0 no node differs by more than its bound, 1 one does or a model can't run or takes too \
      long, 2 usage, 4 a \
      runtime can't be had or a file can't be written.
      """)

  @Argument(help: "A model file, or a folder with model.onnx; or two of them.")
  var models: [String] = []

  @OptionGroup(title: "What runs it") var what: RuntimeOptions

  @OptionGroup var limit: LimitOption

  @OptionGroup(title: "What it is given") var feeds: FeedOptions

  @Option(
    help: ArgumentHelp(
      "Have the second runtime get one node wrong: by its name, an emulation, and @n for its nth "
        + "evaluation alone, from 0; 'list' names the emulations.",
      valueName: "node=kind[@n]"))
  var plant: String?

  @Flag(help: "Print every step, not only those that differ.") var all = false

  @Flag(
    help: ArgumentHelp(
      "Judge no step behind the first that makes a difference: faster, and further faults stay unseen."
    ))
  var first = false

  @Option(help: ArgumentHelp("Write a page with a plot of the difference.", valueName: "file"))
  var html: String?

  @Option(
    help: ArgumentHelp(
      "Write the report as JSON (Conformance/schemas/descent.schema.json).", valueName: "file"))
  var json: String?

  @Option(
    help: ArgumentHelp(
      "MiB of a run's values that stay in memory; the others go to a file.", valueName: "MiB"))
  var memory = 1024

  func validate() throws {
    guard memory >= 0 else { throw ValidationError("--memory is \(memory), expected 0 or more.") }
    guard models.count <= 2 else {
      throw ValidationError("\(models.count) models are given, expected one or two.")
    }
  }

  func run() async throws {
    do throws(Failure) { try await descend() } catch {
      Terminal.note(error.sentence)
      throw ExitCode(error.status.rawValue)
    }
  }

  private func descend() async throws(Failure) {
    guard plant != "list" else {
      Terminal.write(Self.kinds, to: 1)
      return
    }
    guard let path = models.first else {
      throw Failure(.usage, "Which model? See 'descend --help'.")
    }
    for file in [json, html] { try Terminal.check(file: file) }
    let model = try DescentModel(path, feeds)
    let other = models.count > 1 ? try DescentModel(models[1], feeds) : model
    let (first, second) = try runtimes(for: other.graph)
    var asked = (first: model, second: other)
    if !(first.showsSteps && second.showsSteps) {
      // Of functions' calls a runtime that is asked by models shows nothing.
      asked.first = try DescentModel(path, feeds, calls: .expanded)
      if models.count > 1 {
        asked.second = try DescentModel(models[1], feeds, calls: .expanded)
      } else {
        asked.second = asked.first
      }
    }
    let line = CountLine(terminal: .current())
    let descent = Descent(
      asked.first.side(on: first), asked.second.side(on: second), inputs: try model.inputs(feeds),
      judgesAll: !self.first, byteLimit: memory << 20, scratch: try AdapterScratch.folder()
    ) { line.show($0) }
    let report: DescentReport
    do throws(RuntimeError) { report = try await descent.report() } catch {
      line.finish()
      throw Failure(error.isInfrastructure ? .infrastructure : .unexpected, "\(error).")
    }
    line.finish()
    try write(report)
    Terminal.write(text(report), to: 1)
    if report.found != nil { throw Failure(.unexpected, "A node differs by more than its bound.") }
  }

  private func runtimes(for graph: Graph) throws(Failure) -> (any Runtime, any Runtime) {
    let factory = try RuntimeFactory(what)
    let wanted = models.count > 1 && what.runtime.isEmpty ? ["cpu"] : what.runtime
    guard !wanted.isEmpty else {
      throw Failure(.usage, "Which two runtimes? Such as --runtime cpu,vulkan or cpu,cpu+opt.")
    }
    var columns = try factory.columns(wanted) { Terminal.note($0) }
    // A model may be held against itself with a planted fault.
    if columns.count == 1, models.count > 1 || plant != nil { columns.append(columns[0]) }
    guard columns.count == 2 else {
      throw Failure(
        .usage,
        "--runtime names \(columns.count == 1 ? "one runtime" : "\(columns.count) runtimes"), expected two to "
          + "hold against each other.")
    }
    let second = try columns[1].runtime.planted(plant, in: graph)
    return (limit.limited(columns[0].runtime), limit.limited(second))
  }

  private func write(_ report: DescentReport) throws(Failure) {
    if let json { try Terminal.write(json: report, toFile: json) }
    if let html {
      let page = DescentPage(report, program: Version.program.name)
      try Terminal.write(page.html, toFile: html)
    }
  }

  private func text(_ report: DescentReport) -> String {
    let text = DescentText(report)
    let shown = report.steps.filter { all || $0.difference != nil || $0.verdict == .makes }
    let most = all ? shown.count : Self.mostRows
    let table = TextTable.aligned(
      [DescentText.header] + shown.prefix(most).map(DescentText.row), leading: 3)
    let left = shown.count - min(shown.count, most)
    return
      (text.finding + text.outputs + report.remarks
      + (shown.isEmpty ? [] : [""] + table)
      + (left > 0 ? ["and \(left) more steps that differ; --all prints every step"] : []))
      .joined(separator: "\n").printable + "\n"
  }

  private static let mostRows = 25

  private static var kinds: String {
    TextTable.wrapped(
      [["emulation", "what the node does", "results"]]
        + PlantKind.all.map { [$0.name, $0.summary, $0.isFault ? "wrong" : "allowed"] },
      widths: [32, 55, 8]
    ).joined(separator: "\n") + "\n"
  }
}

extension RuntimeError {
  /// Whether the machine, and not the model, is what failed.
  var isInfrastructure: Bool {
    switch self {
    case .device, .deviceLost, .protocolBroken, .crash: true
    default: false
    }
  }
}
