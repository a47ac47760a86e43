import Descent
import Harness
import Runtimes
import Synchronization
import Tensors

/// Prints steps as they come, and writes their values.
final class TracePrinter: Sendable {
  private let isJSON: Bool
  private let pattern: StepPattern
  private let state = Mutex(State())
  private let dump: Mutex<TraceDump?>

  private struct State {
    var index = 0
    var shownCount = 0
    var failure: String?
  }

  /// - Parameter path: a folder or HDF5 file for all values.
  init(isJSON: Bool, pattern: StepPattern, dump path: String?) throws(Failure) {
    self.isJSON = isJSON
    self.pattern = pattern
    if let path { dump = Mutex(try TraceDump.make(at: path)) } else { dump = Mutex(nil) }
  }

  func show(_ step: TappedStep) {
    let index = state.withLock { state in
      defer { state.index += 1 }
      return state.index
    }
    guard pattern.matches(step), state.withLock({ $0.failure == nil }) else { return }
    do {
      let traced = TracedStep(step, index: index)
      let text = isJSON ? try JSONLine.encode(traced) + "\n" : traced.text.printable
      guard Terminal.write(text, to: 1) else {
        throw Failure(.infrastructure, Terminal.outputError.map { "\($0)." } ?? "Nobody reads on.")
      }
      try dump.withLock { try $0?.write(step, index: index) }
      state.withLock { $0.shownCount += 1 }
    } catch {
      let sentence = (error as? Failure)?.sentence ?? "\(error)"
      state.withLock { $0.failure = sentence }
    }
  }

  /// - Throws: what kept a step from being shown or written; where no step was meant.
  func finish() throws(Failure) {
    let state = state.withLock { $0 }
    if let failure = state.failure { throw Failure(.infrastructure, failure) }
    guard state.shownCount > 0 || state.index == 0 else {
      throw Failure(.usage, "--node matches none of the \(state.index) steps.")
    }
    try dump.withLock { dump throws(Failure) in try dump.take()?.finish() }
  }
}
