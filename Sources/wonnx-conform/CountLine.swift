import Synchronization

/// How far a piece of work is: one line that is rewritten on a terminal, a line now and then elsewhere.
final class CountLine: Sendable {
  private let terminal: Terminal
  private let shown = Mutex<ContinuousClock.Instant?>(nil)

  init(terminal: Terminal) { self.terminal = terminal }

  /// Shows a text, unless another was shown just before.
  func show(_ text: String) {
    let now = ContinuousClock.now
    let pause: Duration = terminal.isInteractive ? .milliseconds(100) : .seconds(5)
    shown.withLock { shown in
      if let last = shown, now - last < pause { return }
      shown = now
      if terminal.isInteractive {
        Terminal.write("\r\u{1b}[K\(text.prefix(Terminal.width - 1))", to: 2)
      } else {
        Terminal.note(text)
      }
    }
  }

  /// Ends the rewritten line.
  func finish() { if terminal.isInteractive { Terminal.write("\r\u{1b}[K", to: 2) } }
}
