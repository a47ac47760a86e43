import Harness

/// What a run is to run.
struct ChosenCases {
  let suite: Suite
  /// Of all parts; in order.
  let all: [SuiteCase]
  /// Of this part.
  let cases: [SuiteCase]
  /// What other parts run.
  let elsewhere: [PlannedCase]
  let part: (shard: Shard, durations: String?)?
}

extension Session {
  func choose(_ places: Places) throws(Failure) -> ChosenCases {
    let loaded: Suite
    do {
      loaded = try Suite.load(
        places.suite, loader: ModelFileLoader(), tripwires: places.folders(named: "manifests"))
    } catch { throw Failure(.suite, error.description) }
    let suite = loaded.judged(by: command.how.tolerance.request)
    let all: [SuiteCase]
    do { all = try command.which.selection.choose(from: suite) } catch {
      throw Failure(.usage, error.description)
    }
    guard let shard = try shard() else {
      return ChosenCases(suite: suite, all: all, cases: all, elsewhere: [], part: nil)
    }
    let (durations, digest) = try durations()
    let parts = Partition(count: shard.count, durations: durations).parts(of: all)
    return ChosenCases(
      suite: suite, all: all, cases: all.filter { parts[$0.id] == shard.index },
      elsewhere: all.filter { parts[$0.id] != shard.index }.map { suiteCase in
        PlannedCase(
          suiteCase,
          part: parts[suiteCase.id].flatMap { Shard(index: $0, count: shard.count) })
      }, part: (shard, digest))
  }

  /// The part that the options, or the variables of what started this run, ask for.
  private func shard() throws(Failure) -> Shard? {
    switch command.which.shard {
    case nil: return nil
    case .fixed(let shard)?: return shard
    case .fromEnvironment?:
      do throws(ShardEnvironmentError) {
        let found = try ShardEnvironment(Terminal.environment)
        if let path = found.statusFile { try? Files.write("", to: path) }
        Terminal.note("Part \(found.shard), as \(found.source) says.")
        return found.shard
      } catch { throw Failure(.usage, error.description) }
    }
  }

  private func durations() throws(Failure) -> ([CaseID: Double], String?) {
    guard let path = command.which.durations else { return ([:], nil) }
    let record: RunRecord
    do throws(LocatorError) {
      record = try RunLocator(command.out.past.history.map(History.init)).find(path)
    } catch { throw Failure(.usage, error.description) }
    var seconds: [CaseID: Double] = [:]
    for result in record.results { seconds[result.case, default: 0] += result.seconds }
    let lines = seconds.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)\n" }
    return (seconds, Digest.of(lines.joined()))
  }
}
