import Dispatch
import Glibc
import Synchronization

/// Ends a run at Ctrl-C, at a hang-up or when it is asked to end: first in good order, at the second
/// time at once.
struct Interrupt {
  private let sources: [any DispatchSourceSignal]
  private let first: FirstSignal

  private static let signals = [SIGHUP, SIGINT, SIGTERM]

  init(_ stop: @escaping @Sendable () -> Void) {
    Glibc.signal(SIGPIPE, SIG_IGN)
    let first = FirstSignal()
    self.first = first
    let queue = DispatchQueue(label: "interrupt")
    // What somebody had ignored before, as nohup does, stays ignored.
    let heeded = Self.signals.filter { number in
      unsafeBitCast(Glibc.signal(number, SIG_IGN), to: Int.self)
        != unsafeBitCast(SIG_IGN, to: Int.self)
    }
    sources = heeded.map { number in
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        first.set(number)
        stop()
        for number in heeded { Glibc.signal(number, SIG_DFL) }
      }
      source.resume()
      return source
    }
  }

  /// The signal that came first; `nil` where none did.
  var signal: Int32? { first.value }

  /// From here on a first signal is ignored, while the reports are written.
  func cancel() { for source in sources { source.cancel() } }
}

private final class FirstSignal: Sendable {
  private let number = Mutex<Int32?>(nil)

  func set(_ signal: Int32) { number.withLock { $0 = $0 ?? signal } }
  var value: Int32? { number.withLock { $0 } }
}
