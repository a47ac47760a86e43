import Harness
import Synchronization
import Tensors

/// Shows how far a run is: one line that is rewritten on a terminal, a line now and then elsewhere.
final class Progress: Sendable {
  private let total: Int
  private let earlier: Int
  private let terminal: Terminal
  private let start = ContinuousClock.now
  private let state = Mutex(State())

  private struct State {
    var done = 0
    var failing = 0
    var unexpected = 0
    var shown: ContinuousClock.Instant?
    var hasLine = false
  }

  /// - Parameter done: results that are there from an earlier try.
  init(total: Int, done: Int = 0, terminal: Terminal) {
    self.total = total
    earlier = done
    state.withLock { $0.done = done }
    self.terminal = terminal
  }

  func note(_ record: CaseRecord) {
    let now = ContinuousClock.now
    state.withLock { state in
      state.done = min(state.done + 1, total)
      if record.status != .pass { state.failing += 1 }
      if record.isUnexpected { state.unexpected += 1 }
      let pause: Duration = terminal.isInteractive ? .milliseconds(100) : .seconds(5)
      guard now - (state.shown ?? start) >= pause else { return }
      state.shown = now
      show(&state, now)
    }
  }

  /// Ends the rewritten line.
  func finish() {
    state.withLock { state in
      if state.hasLine { Terminal.write("\r\u{1b}[K", to: 2) }
      state.hasLine = false
    }
  }

  private func show(_ state: inout State, _ now: ContinuousClock.Instant) {
    let elapsed = (now - start).seconds
    let rate = Double(state.done - earlier) / max(elapsed, 0.001)
    let left = Double(total - state.done) / max(rate, 0.001)
    let line =
      "\(state.done)/\(total)  \(state.failing) not passing, \(state.unexpected) unexpected  "
      + "\(rate.short) results/s  \(Self.time(left)) left"
    guard terminal.isInteractive else {
      Terminal.note(line)
      return
    }
    let width = Terminal.width
    let barWidth = max(0, min(30, width - line.count - 4))
    let filled = total == 0 ? 0 : barWidth * state.done / total
    let bar =
      barWidth < 8
      ? ""
      : String(repeating: "█", count: filled) + String(repeating: "░", count: barWidth - filled)
        + "  "
    Terminal.write("\r\u{1b}[K" + String((bar + line).prefix(width - 1)), to: 2)
    state.hasLine = true
  }

  static func time(_ seconds: Double) -> String {
    let whole = Int(saturating: seconds.rounded(.up))
    return whole < 60 ? "\(whole) s" : "\(whole / 60) min \(whole % 60) s"
  }
}

extension Double {
  /// A few digits, as people read them.
  var short: String {
    if magnitude >= 100 { return String(Int(saturating: rounded())) }
    let scaled = (self * 10).rounded() / 10
    return scaled == scaled.rounded() ? String(Int(saturating: scaled)) : String(scaled)
  }
}
