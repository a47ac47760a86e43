/// Finds the runs that people name: a file, a folder, `latest`, `latest~1`, an id or a commit.
package struct RunLocator: Sendable {
  private let history: History?

  package init(_ history: History?) { self.history = history }

  package func find(_ name: String) throws(LocatorError) -> RunRecord {
    if Files.isFolder(name) {
      // A journal is of a run that began after the record was written, and never ended.
      let files = [OutputFolder.journalName, OutputFolder.recordName].map { "\(name)/\($0)" }
      guard let file = files.first(where: Files.exists) else { throw .noRecord(folder: name) }
      return try read(file)
    }
    if Files.exists(name) { return try read(name) }
    let id = try id(of: name)
    guard let history else { throw .noHistory(name) }
    do throws(RecordError) { return try history.record(id) } catch { throw .record(error) }
  }

  private func read(_ path: String) throws(LocatorError) -> RunRecord {
    do throws(RecordError) { return try RunRecord(path: path) } catch { throw .record(error) }
  }

  /// The id of a run of the past.
  package func id(of name: String) throws(LocatorError) -> String {
    guard let history else { throw .noHistory(name) }
    if Files.exists(history.linesPath) {
      do throws(SystemError) { _ = try Files.read(history.linesPath) } catch {
        throw .unreadableHistory(path: history.linesPath, error)
      }
    }
    let runs = history.lines().runs
    guard !runs.isEmpty else { throw .emptyHistory(folder: history.folder) }
    if let steps = Self.steps(back: name) {
      let counted = History.counted(runs)
      guard steps < counted.count else {
        throw .tooFarBack(name, count: counted.count, folder: history.folder)
      }
      return try keptID(counted[counted.count - 1 - steps].id)
    }
    if let run = runs.last(where: { $0.id == name }) { return try keptID(run.id) }
    if name.count >= 4 {
      let starting = Set(runs.map(\.id).filter { $0.hasPrefix(name) })
      if starting.count == 1, let id = starting.first { return try keptID(id) }
      if starting.count > 1 { throw .ambiguous(name, starting.sorted()) }
      let commits = runs.filter { $0.git?.commit.hasPrefix(name.lowercased()) ?? false }
      if let run = commits.last(where: \.isComplete) ?? commits.last { return try keptID(run.id) }
    }
    throw .unknown(
      name, folder: history.folder, nearest: NearestNames.of(name, among: runs.map(\.id)))
  }

  private func keptID(_ id: String) throws(LocatorError) -> String {
    guard let history, !history.hasRecord(id) else { return id }
    let run = history.lines().runs.last { $0.id == id }
    throw .notKept(id, isComplete: run?.isComplete ?? false)
  }

  /// 0 for `latest`, 2 for `latest~2`; `nil` for anything else.
  private static func steps(back name: String) -> Int? {
    guard name.hasPrefix("latest") else { return nil }
    let rest = name.dropFirst("latest".count)
    if rest.isEmpty { return 0 }
    guard rest.first == "~" else { return nil }
    return rest.count == 1 ? 1 : UInt32(rest.dropFirst()).map { Int($0) }
  }
}

/// Why there is no such run.
package enum LocatorError: Error, Sendable, Equatable, CustomStringConvertible {
  case noRecord(folder: String)
  case record(RecordError)
  case noHistory(String)
  case emptyHistory(folder: String)
  case unreadableHistory(path: String, SystemError)
  case tooFarBack(String, count: Int, folder: String)
  case ambiguous(String, [String])
  case unknown(String, folder: String, nearest: [String])
  case notKept(String, isComplete: Bool)

  package var description: String {
    switch self {
    case .noRecord(let folder): "'\(folder)' holds no results.jsonl."
    case .record(let error): error.description
    case .noHistory(let name):
      "'\(name)' is neither a file nor a folder, and there is no history to look it up in; "
        + "--history names one."
    case .emptyHistory(let folder):
      "The history in '\(folder)' has no run yet; 'wonnx-conform --history \(folder)' adds one."
    case .unreadableHistory(let path, let error): "'\(path)' can't be read: \(error)."
    case .tooFarBack(let name, let count, let folder):
      "There is no '\(name)': the history in '\(folder)' has \(count) whole "
        + (count == 1 ? "run." : "runs.")
    case .ambiguous(let name, let ids):
      "'\(name)' begins the ids of \(ids.count) runs: \(ids.prefix(4).joined(separator: ", "))."
    case .unknown(let name, let folder, let nearest):
      "'\(name)' is no file, folder, run or commit that the history in '\(folder)' knows"
        + (nearest.first.map { "; the nearest run is \($0)." } ?? ".")
    case .notKept(let id, let isComplete):
      isComplete
        ? "The record of run \(id) is no longer kept; --keep says how many are."
        : "Run \(id) was cut short, so its record was not kept."
    }
  }
}
