internal import Glibc

/// The folder that a run writes its reports to, and nobody else meanwhile.
package final class OutputFolder: Sendable {
  package let path: String
  private let lock: Int32

  package static let journalName = "results.partial.jsonl"
  package static let recordName = "results.jsonl"
  /// What an unfinished run left, when another began in the same folder.
  package static let abandonedName = "results.unfinished.jsonl"

  /// Makes and claims the folder, and sets room aside for the reports.
  ///
  /// - Parameter reserve: bytes that are given back for the reports when the disk is full.
  /// - Throws: where the folder or its files can't be written, before a case has run.
  package static func claim(
    _ path: String, files: [String], reserve: Int
  ) throws(OutputError) -> OutputFolder {
    do throws(FileError) { try Files.makeFolder(path) } catch { throw .file(error) }
    let lock = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard lock >= 0 else { throw .file(FileError(path, .open)) }
    guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      close(lock)
      let holder = Files.text("\(path)/\(markName)")?.split(separator: "\n").first
      throw .busy(path: path, process: holder.flatMap { Int($0) })
    }
    let folder = OutputFolder(path: path, lock: lock)
    for file in files where Files.isFolder("\(path)/\(file)") {
      throw .isFolder("\(path)/\(file)")
    }
    do throws(FileError) {
      try Files.write("\(getpid())\n", to: "\(path)/\(markName)")
      try Self.reserve(reserve, "\(path)/\(reserveName)")
    } catch { throw .file(error) }
    return folder
  }

  private init(path: String, lock: Int32) {
    self.path = path
    self.lock = lock
  }

  deinit {
    releaseReserve()
    Files.remove("\(path)/\(Self.markName)")
    close(lock)
  }

  private static let markName = ".running"
  private static let reserveName = ".reserve"

  package var journalPath: String { "\(path)/\(Self.journalName)" }
  package var recordPath: String { "\(path)/\(Self.recordName)" }

  /// Keeps a killed run's results, under another name, when something else is to be written here.
  ///
  /// - Returns: whether there were any.
  package func keepUnfinished() throws(FileError) -> Bool {
    guard let size = Files.size(journalPath), size > 0 else { return false }
    try Files.rename(journalPath, to: "\(path)/\(Self.abandonedName)")
    return true
  }

  /// Gives back the room that was set aside.
  package func releaseReserve() { Files.remove("\(path)/\(Self.reserveName)") }

  /// Writes a report, on a full disk with the room that was set aside.
  ///
  /// - Parameter text: `nil` where there is nothing to say: an older file of the name goes.
  package func write(_ text: String?, as name: String) throws(FileError) {
    let path = "\(path)/\(name)"
    guard let text else { return Files.remove(path) }
    let failure = Self.failure { () throws(FileError) in try Files.write(text, to: path) }
    guard let failure else { return }
    guard failure.isDiskFull else { throw failure }
    releaseReserve()
    try Files.write(text, to: path)
  }

  private static func failure(_ body: () throws(FileError) -> Void) -> FileError? {
    do {
      try body()
      return nil
    } catch { return error }
  }

  private static func reserve(_ byteCount: Int, _ path: String) throws(FileError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileError(path, .write) }
    defer { close(descriptor) }
    let code = posix_fallocate(descriptor, 0, byteCount)
    // A file system that can't set room aside goes without.
    guard code == ENOSPC || code == EDQUOT || code == EFBIG else { return }
    throw FileError(path, .write, SystemError(code))
  }

  /// The unfinished run that lies in a folder: its journal, or its record where that says so.
  package static func unfinished(in folder: String) throws(RecordError) -> RunRecord? {
    for name in [journalName, recordName] where Files.exists("\(folder)/\(name)") {
      let record: RunRecord
      do throws(RecordError) { record = try RunRecord(path: "\(folder)/\(name)") } catch {
        // A program that was killed before its first line left nothing to go on with.
        if case .empty = error { continue }
        throw error
      }
      if !record.isFinished { return record }
    }
    return nil
  }
}

/// Why a run can't have its output folder.
package enum OutputError: Error, Sendable, CustomStringConvertible {
  case file(FileError)
  case busy(path: String, process: Int?)
  case isFolder(String)

  package var description: String {
    switch self {
    case .file(let error): "\(error)."
    case .busy(let path, let process):
      "Another run\(process.map { " (process \($0))" } ?? "") writes to '\(path)'; --output names "
        + "another folder."
    case .isFolder(let path): "'\(path)' can't be written: it is a folder."
    }
  }
}
