import Harness

/// A comparison, from options to exit status.
struct Bench {
  let options: BenchCommand
  private let places: Places
  private let threads: Int

  init(_ options: BenchCommand) {
    self.options = options
    places = Places(options.suite)
    let inherited = Terminal.environment("WONNX_THREADS").flatMap { Int($0) }
    threads =
      options.threads ?? inherited.flatMap { BenchLimits.threads.contains($0) ? $0 : nil }
      ?? Host.coreCount
  }

  func run() throws(Failure) -> ExitStatus {
    try Terminal.check(file: options.json)
    let subjects = try subjects()
    let contenders = try contenders()
    var results: [BenchResult] = []
    for subject in subjects {
      var rows = contenders.map { BenchResult(subject: subject.name, runtime: $0.name) }
      for _ in 0..<options.rounds {
        for (index, contender) in contenders.enumerated() where rows[index].reason == nil {
          let (measurement, peak) = contender.measure(subject)
          rows[index].add(measurement, peakByteCount: peak)
        }
      }
      results += rows
      Terminal.note("\(subject.name)  \(rows.map(\.brief).joined(separator: "  "))")
    }
    let report = BenchReport(
      host: Host.description, threads: threads, rounds: options.rounds, runs: options.runs,
      build: Version.build, runAt: Host.now, results: results.map { $0.summary(beside: results) })
    Terminal.write("\n" + BenchTable(report: report, terminal: .current()).text, to: 1)
    try write(report)
    let isComplete = results.allSatisfy { Peer.names.contains($0.runtime) || $0.reason == nil }
    return isComplete ? .asExpected : .unexpected
  }

  func subjects() throws(Failure) -> [Subject] {
    if let size = options.matmul { return [.matmul(size)] }
    let real = "\(places.suite)/real"
    let folders =
      options.folders.isEmpty ? Files.folders(in: real).map { "\(real)/\($0)" } : options.folders
    guard !folders.isEmpty else {
      throw Failure(
        .suite,
        "There are no models in '\(real)'. Conformance/run.sh provisions the suite; folders given "
          + "as arguments are timed instead.")
    }
    for folder in folders where !Files.exists("\(folder)/model.onnx") {
      throw Failure(.usage, "'\(folder)' is no case: it has no model.onnx.")
    }
    return folders.map { .folder($0) }
  }

  private func contenders() throws(Failure) -> [Contender] {
    var contenders: [Contender] = []
    for name in options.runtime.split(separator: ",").map(String.init) {
      if let peer = Peer(rawValue: name) {
        guard let script = peer.script(multiplies: options.matmul != nil) else {
          throw Failure(.usage, "Products of matrices are timed on all but \(name).")
        }
        if let (python, scripts) = peer.find(places) {
          contenders.append(
            Contender(
              name, python: python, script: "\(scripts)/\(script)", options, threads: threads))
        }
        continue
      }
      guard RuntimeFactory.names.contains(name) else {
        throw Failure(
          .usage,
          "There is no runtime '\(name)'; there are "
            + (RuntimeFactory.names + Peer.names).joined(separator: ", ") + ".")
      }
      contenders.append(Contender(name, options, threads: threads))
    }
    guard !contenders.isEmpty else { throw Failure(.usage, "There is no runtime to time.") }
    return contenders
  }

  private func write(_ report: BenchReport) throws(Failure) {
    guard let path = options.json else { return }
    try Terminal.write(json: report, toFile: path)
  }
}
