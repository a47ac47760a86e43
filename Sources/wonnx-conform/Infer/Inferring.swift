import Harness
import Inference
import Runtimes
import TensorFiles
import Tensors

/// One `infer`, from options to what it prints.
struct Inferring {
  private let options: InferCommand
  private let source: ModelSource
  private let runtimes: [any Runtime]
  private let line = CountLine(terminal: .current())

  init(_ options: InferCommand) throws(Failure) {
    self.options = options
    source = try options.feeds.source(options.model)
    var factory = try RuntimeFactory(options.what)
    factory.timesNodes = options.profile || options.profileTrace != nil
    let requests = options.what.runtime.isEmpty ? ["cpu"] : options.what.runtime
    runtimes = try factory.columns(requests) { Terminal.note($0) }
      .map { options.limit.limited($0.runtime) }
  }

  /// - Returns: whether all that was compared is equal within the tolerance.
  func run() async throws(Failure) -> Bool {
    if let plan = try options.decoding.plan(for: source.interface) { return try await decode(plan) }
    let expected = try expected()
    let labels = try options.outputs.labelTexts()
    try options.outputs.check(source.interface)
    try Terminal.check(file: options.profileTrace)
    let inputs = try options.feeds.feeds(for: source)
    var runs: [TimedRun] = []
    for runtime in runtimes { runs.append(try await run(runtime, inputs)) }
    line.finish()
    guard let first = runs.first else { return true }
    Terminal.write(try options.outputs.present(first.outputs, labels), to: 1)
    if options.repeat > 1 { for run in runs { Terminal.write(run.timesText, to: 1) } }
    try writeProfile(runs)
    var isEqual = true
    for run in runs.dropFirst() {
      isEqual = compare(run.outputs, run.runtime, first.outputs, first.runtime) && isEqual
    }
    guard let path = options.outputs.compare else { return isEqual }
    let named = expected.sorted { $0.key < $1.key }.map {
      NamedValue(source.interface.outputName($0.key), $0.value)
    }
    for output in first.outputs where !named.contains(where: { $0.name == output.name }) {
      Terminal.note("note: output '\(output.name.onOneLine)' is not in '\(path)' and not compared.")
    }
    return compare(first.outputs, first.runtime, named, path) && isEqual
  }

  /// What --compare names, by the places of outputs.
  private func expected() throws(Failure) -> [Int: Value] {
    guard let path = options.outputs.compare else { return [:] }
    do throws(FeedError) { return try ExpectedOutputs.values(path, of: source.interface) } catch {
      throw Failure(.usage, error.description)
    }
  }

  private func run(_ runtime: any Runtime, _ inputs: [Value?]) async throws(Failure) -> TimedRun {
    do throws(RuntimeError) {
      var run = TimedRun(runtime: runtime.name)
      let prepared = try await runtime.prepare(source)
      for number in 1...options.repeat {
        let start = ContinuousClock.now
        let result = try await prepared.run(inputs)
        run.milliseconds.append((ContinuousClock.now - start).seconds * 1000)
        run.nodes.append(await prepared.nodeTimes)
        if number == 1 {
          run.outputs = result.outputs.enumerated().map {
            NamedValue(source.interface.outputName($0.offset), $0.element)
          }
          for warning in result.warnings { Terminal.note("warning: \(warning)") }
        }
        if options.repeat > 1 { line.show("\(runtime.name): \(number)/\(options.repeat) runs") }
      }
      try await prepared.finish()
      return run
    } catch { throw Failure(error, of: runtime.name) }
  }

  private func decode(_ plan: DecodingPlan) async throws(Failure) -> Bool {
    for note in plan.notes { Terminal.note("note: \(note).") }
    let empty = Set(plan.fedInputs.map { source.interface.inputs[$0].name })
    let inputs = try options.feeds.feeds(for: source.interface, startingEmpty: empty)
    var contenders: [DecodingRun.Contender] = []
    for runtime in runtimes {
      do throws(RuntimeError) {
        contenders.append(.init(name: runtime.name, prepared: try await runtime.prepare(source)))
      } catch { throw Failure(error, of: runtime.name) }
    }
    let labels = try options.outputs.labelTexts()
    let steps = options.decoding.steps ?? 1
    do throws(DecodingFailure) {
      let result = try await DecodingRun(
        plan, judge: options.outputs.judge, labelCount: labels?.count
      )
      .run(contenders, inputs, steps: steps) { line.show("step \($0)/\(steps)") }
      line.finish()
      Terminal.write(result.text(labels), to: 1)
      return result.isAgreed
    } catch {
      line.finish()
      if case .runtime(let cause) = error.cause {
        throw Failure(Failure(cause, of: error.runtime).status, error.description)
      }
      if case .feed = error.cause { throw Failure(.usage, error.description) }
      throw Failure(.unexpected, error.description)
    }
  }

  private func compare(
    _ found: [NamedValue], _ name: String, _ expected: [NamedValue], _ other: String
  ) -> Bool {
    let lines = options.outputs.judge.lines(found, against: expected)
    for line in lines { Terminal.write("\(name) against \(other): \(line.text)\n", to: 1) }
    return lines.allSatisfy(\.isEqual)
  }

  private func writeProfile(_ runs: [TimedRun]) throws(Failure) {
    for run in runs
    where run.nodes.last?.isEmpty == true && (options.profile || options.profileTrace != nil) {
      Terminal.note("note: \(run.runtime) does not say what its nodes take.")
    }
    if options.profile {
      for run in runs where run.nodes.last?.isEmpty == false {
        let table = ProfileTable(
          subject: run.runtime, times: NodeTime.medians(of: run.nodes), limits: nil)
        Terminal.write("\n" + table.text, to: 1)
      }
    }
    guard let path = options.profileTrace else { return }
    let trace = TraceFile(runs.map { ($0.runtime, $0.nodes.last ?? []) })
    let text: String
    do { text = try trace.text } catch {
      throw Failure(.infrastructure, "'\(path)' can't be written: \(error).")
    }
    try Terminal.write(text, toFile: path)
  }
}

/// The runs of one runtime.
private struct TimedRun {
  let runtime: String
  /// Of the first run.
  var outputs: [NamedValue] = []
  var milliseconds: [Double] = []
  /// Of each run.
  var nodes: [[NodeTime]] = []

  init(runtime: String) { self.runtime = runtime }

  /// `cpu: first 12.3 ms, then 4.1 ms (median of 19), 4.0 ms at least`.
  var timesText: String {
    let rest = Array(milliseconds.dropFirst())
    return "\(runtime): first \(Milliseconds.text(milliseconds[0])), then "
      + "\(Milliseconds.text(rest.median ?? 0)) (median of \(rest.count)), "
      + "\(Milliseconds.text(rest.min() ?? 0)) at least\n"
  }
}

extension Failure {
  /// Of a runtime: a device that fails is no fault of the model, and wrong inputs are none of either.
  fileprivate init(_ error: RuntimeError, of runtime: String) {
    let status: ExitStatus =
      switch error {
      case .input: .usage
      case .device, .deviceLost: .infrastructure
      case .node, .load, .compile, .unsupported, .foreign, .crash, .protocolBroken, .placement,
        .outOfMemory, .timeout, .cancelled:
        .unexpected
      }
    self.init(status, "\(runtime): \(error.description).")
  }
}
