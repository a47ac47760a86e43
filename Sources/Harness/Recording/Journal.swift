internal import Glibc
internal import Synchronization

/// A run's record while the run goes on: every line is in the file before the next case starts, so
/// that whoever kills the program loses no more than the cases in flight.
package final class Journal: Sendable {
  package let path: String
  private let state: Mutex<State>

  private struct State {
    var descriptor: Int32
    /// Bytes up to the end of the last whole line.
    var byteCount: Int
    var error: FileError?
  }

  /// Begins a record: what runs, what is to run, and what ran before in the same run.
  package init(
    replacing path: String, _ identity: RunIdentity, plans: [PlannedCase],
    results: [CaseRecord] = []
  ) throws(FileError) {
    self.path = path
    // Renamed when it holds what the one before it held.
    let temporary = Files.temporary(for: path)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileError(path, .write) }
    state = Mutex(State(descriptor: descriptor, byteCount: 0))
    add([.run(identity)] + plans.map { .plan($0) } + results.map { .result($0) })
    if let error {
      Files.remove(temporary)
      throw error
    }
    try Files.rename(temporary, to: path)
  }

  deinit { state.withLock { _ = close($0.descriptor) } }

  package func add(_ record: CaseRecord) { add([.result(record)]) }

  /// Ends the record in place, for where it can't be written anew.
  package func end(_ end: RunEnd) { add([.end(end)]) }

  /// Why nothing more can be written, such as a full disk.
  package var error: FileError? { state.withLock { $0.error } }

  private func add(_ lines: [RunLine]) {
    let text = lines.compactMap { try? JSONLine.encode($0) + "\n" }.joined()
    let bytes = Array(text.utf8)
    state.withLock { state in
      guard state.error == nil else { return }
      do throws(FileError) {
        try Files.write(bytes, to: state.descriptor, path: path)
        state.byteCount += bytes.count
      } catch {
        state.error = error
        // Half a line is worth nothing.
        ftruncate(state.descriptor, state.byteCount)
      }
    }
  }

  /// Goes on after space was made.
  package func retry() { state.withLock { $0.error = nil } }
}
