internal import Glibc

/// The runs of the past: a line each, and of the newest complete ones everything.
///
/// ```
/// history.jsonl          a line a run, append-only
/// runs/<id>.jsonl.gz     the record of a complete run; the newest are kept
/// trails/<id>.tsv.gz     status, budget and time of each result of a complete run
/// accepted               ids of runs that somebody accepted as they are, a line each
/// ```
package struct History: Sendable {
  package let folder: String

  package init(_ folder: String) { self.folder = folder }

  package var linesPath: String { "\(folder)/history.jsonl" }
  private func recordPath(_ id: String) -> String { "\(folder)/runs/\(id).jsonl.gz" }
  private func trailPath(_ id: String) -> String { "\(folder)/trails/\(id).tsv.gz" }

  /// Runs, oldest first, and the numbers of lines that can't be read: torn by a killed writer, or of
  /// a newer program.
  package func lines() -> (runs: [HistoryLine], damaged: [Int]) {
    guard let text = Files.text(linesPath) else { return ([], []) }
    let accepted = Set(
      (Files.text("\(folder)/accepted") ?? "").lines.map { String($0.text) })
    var runs: [HistoryLine] = []
    var damaged: [Int] = []
    for line in text.lines {
      guard var run = try? JSONLine.decode(HistoryLine.self, String(line.text)), run.isSound else {
        damaged.append(line.number)
        continue
      }
      run.isAccepted = run.isAccepted || accepted.contains(run.id)
      // A run that went on has a line a try; the last one counts.
      runs.removeAll { $0.id == run.id }
      runs.append(run)
    }
    return (runs, damaged)
  }

  /// The runs that `latest` counts back over: complete ones, and of these only runs of whole suites
  /// where there are some, so that a quick look at two operators takes no night's place.
  static func counted(_ runs: [HistoryLine]) -> [HistoryLine] {
    let complete = runs.filter(\.isComplete)
    let whole = complete.filter(\.isWholeSuite)
    return whole.isEmpty ? complete : whole
  }

  /// The last complete run of the same cases before a run; of accepted ones alone where asked.
  package func last(before line: HistoryLine, accepted: Bool = false) -> HistoryLine? {
    lines().runs.last {
      $0.isComplete && $0.suite == line.suite && $0.digests.selection == line.digests.selection
        && $0.id != line.id && (!accepted || $0.isAccepted)
    }
  }

  /// Adds a run: its line, and where the run is complete its record and trail. Records beyond
  /// `keeping`, oldest first, go; the newest never does.
  ///
  /// Any number of programs may add at once. What is written first is the record, so that no line
  /// promises one that is not there.
  package func add(_ record: RunRecord, keeping recordCount: Int) throws(FileError) {
    let line = HistoryLine(record)
    try Files.makeFolder(folder)
    if line.isComplete {
      let text: String
      do { text = try record.text } catch { throw FileError(recordPath(line.id), .write) }
      try Gzip.write(text, to: recordPath(line.id))
      try Gzip.write(Trail.Night(record).text, to: trailPath(line.id))
    }
    let lock = try FileLock(folder)
    try append(line)
    try thin(keeping: recordCount)
    withExtendedLifetime(lock) {}
  }

  /// A torn last line is ended first, so that what follows it can be read.
  private func append(_ line: HistoryLine) throws(FileError) {
    let descriptor = open(linesPath, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileError(linesPath, .write) }
    defer { close(descriptor) }
    let size = lseek(descriptor, 0, SEEK_END)
    var last = UInt8(ascii: "\n")
    if size > 0 { pread(descriptor, &last, 1, size - 1) }
    let text = (last == UInt8(ascii: "\n") ? "" : "\n") + ((try? JSONLine.encode(line)) ?? "")
    do throws(FileError) {
      try Files.write(Array((text + "\n").utf8), to: descriptor, path: linesPath)
    } catch {
      ftruncate(descriptor, size)
      throw error
    }
  }

  private func thin(keeping recordCount: Int) throws(FileError) {
    let ids = lines().runs.map(\.id)
    let kept = ids.filter { Files.exists(recordPath($0)) }
    for id in kept.dropLast(max(1, recordCount)) { Files.remove(recordPath(id)) }
    let trails = ids.filter { Files.exists(trailPath($0)) }
    for id in trails.dropLast(max(Trail.nightLimit, recordCount)) { Files.remove(trailPath(id)) }
  }

  /// Says that a run may stay as it is: what is worse than it counts as worse.
  package func accept(_ id: String) throws(FileError) {
    let lock = try FileLock(folder)
    let path = "\(folder)/accepted"
    let known = Files.text(path) ?? ""
    if !known.lines.contains(where: { $0.text == id }) {
      try Files.write(known + id + "\n", to: path)
    }
    withExtendedLifetime(lock) {}
  }

  /// The record of a run, where it was whole and is kept.
  package func record(_ id: String) throws(RecordError) -> RunRecord {
    try RunRecord(path: recordPath(id))
  }

  package func hasRecord(_ id: String) -> Bool { Files.exists(recordPath(id)) }

  func night(_ id: String) -> Trail.Night? {
    Gzip.text(trailPath(id)).flatMap { Trail.Night(parsing: $0) }
  }
}

/// A folder that nobody else writes to while this lives.
final class FileLock {
  private let descriptor: Int32

  init(_ folder: String) throws(FileError) {
    descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0, flock(descriptor, LOCK_EX) == 0 else { throw FileError(folder, .lock) }
  }

  deinit { close(descriptor) }
}
