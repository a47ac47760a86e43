internal import Dispatch
internal import Synchronization

extension RunRecord {
  /// Reads a record, plain or compressed.
  ///
  /// A last line without an end is what a killed writer left: it is dropped. Records of version 1,
  /// which are results alone, get an identity from what the results say.
  package init(path: String) throws(RecordError) {
    guard let text = path.hasSuffix(".gz") ? Gzip.text(path) : Files.text(path) else {
      throw .unreadable(path: path)
    }
    try self.init(parsing: text, path: path)
  }

  package init(parsing text: String, path: String) throws(RecordError) {
    var lines = text.lines
    if text.utf8.last != UInt8(ascii: "\n"), !lines.isEmpty { lines.removeLast() }
    let decoded = try Self.decode(lines, path: path)
    var identity: RunIdentity?
    var results: [ResultKey: CaseRecord] = [:]
    var plans: [PlannedCase] = []
    var agreements: [CaseID: Agreement] = [:]
    var end: RunEnd?
    for line in decoded {
      switch line {
      case .run(let run): identity = run
      case .plan(let plan): plans.append(plan)
      // A resumed run may have a result that its first try lost sight of: the later one counts.
      case .result(let record): results[ResultKey(record)] = record
      case .agreement(let found): agreements[found.case] = found
      case .end(let found): end = found
      }
    }
    guard let identity = identity ?? Self.identity(of: Array(results.values)) else {
      throw .empty(path: path)
    }
    self.init(
      identity: identity, results: Self.sorted(Array(results.values), identity),
      plans: plans.sorted { $0.case < $1.case },
      agreements: agreements.values.sorted { $0.case < $1.case },
      end: end ?? (decoded.contains { if case .run = $0 { true } else { false } } ? nil : RunEnd()))
    try checkWhole(path)
  }

  /// A record that was ended holds a result or a plan of every chosen case.
  private func checkWhole(_ path: String) throws(RecordError) {
    let cases = Set(results.map(\.case)).union(plans.map(\.case))
    guard end != nil, cases.count < identity.selectedCount else {
      let expected = identity.selectedCount * identity.runtimes.count
      guard end != nil, identity.parts.isEmpty, results.count < expected else { return }
      throw .damaged(path: path, found: results.count, of: expected)
    }
    throw .damaged(path: path, found: cases.count, of: identity.selectedCount)
  }

  /// What decides the time of reading is decoding, so the processor's cores share it.
  private static func decode(
    _ lines: [(number: Int, text: Substring)], path: String
  ) throws(RecordError) -> [RunLine] {
    let chunk = 256
    let chunkCount = (lines.count + chunk - 1) / chunk
    let decoded = Mutex([Int: Result<[RunLine], RecordError>]())
    DispatchQueue.concurrentPerform(iterations: chunkCount) { number in
      let range = number * chunk..<min((number + 1) * chunk, lines.count)
      let result = Self.decode(lines[range], path: path)
      decoded.withLock { $0[number] = result }
    }
    var all: [RunLine] = []
    all.reserveCapacity(lines.count)
    for number in 0..<chunkCount {
      guard let result = decoded.withLock({ $0[number] }) else { continue }
      all += try result.get()
    }
    return all
  }

  private static func decode(
    _ lines: ArraySlice<(number: Int, text: Substring)>, path: String
  ) -> Result<[RunLine], RecordError> {
    var decoded: [RunLine] = []
    for (number, text) in lines {
      let line: RunLine
      do { line = try JSONLine.decode(RunLine.self, String(text)) } catch {
        return .failure(.line(path: path, number: number, JSONLine.sentence(error)))
      }
      if let defect = line.defect {
        return .failure(.line(path: path, number: number, defect))
      }
      decoded.append(line)
    }
    return .success(decoded)
  }

  /// What results alone tell of their run.
  private static func identity(of results: [CaseRecord]) -> RunIdentity? {
    guard !results.isEmpty else { return nil }
    let count = Set(results.map(\.case)).count
    return RunIdentity(
      id: "unknown", suite: "unknown", suiteCount: count, selectedCount: count,
      runtimes: Set(results.map(\.runtime)).sorted().map { .init(name: $0, identity: $0) })
  }
}
