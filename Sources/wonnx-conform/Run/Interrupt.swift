import Dispatch
import Glibc
import Harness
import Synchronization

/// Ends a run at Ctrl-C, at a hang-up or when it is asked to end: first in good order, at the second
/// time at once.
struct Interrupt {
  private let sources: [any DispatchSourceSignal]
  private let first: FirstSignal

  private static let signals = [SIGHUP, SIGINT, SIGTERM]

  init() {
    Glibc.signal(SIGPIPE, SIG_IGN)
    let first = FirstSignal()
    self.first = first
    let queue = DispatchQueue(label: "interrupt")
    // What somebody had ignored before, as nohup does, stays ignored.
    let ignored = Self.ignoredMask
    let heeded = Self.signals.filter { ignored & (1 << UInt64($0 - 1)) == 0 }
    sources = heeded.map { number in
      Glibc.signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        for number in heeded { Glibc.signal(number, SIG_DFL) }
        first.set(number)
      }
      source.resume()
      return source
    }
  }

  /// Says what to do at the first signal; at once, where it has come already.
  func onFirst(_ stop: @escaping @Sendable () -> Void) { first.onSet(stop) }

  /// The signals that this process ignores, the first in the lowest bit.
  private static var ignoredMask: UInt64 {
    let line = Files.text("/proc/self/status")?.split(separator: "\n").first {
      $0.hasPrefix("SigIgn:")
    }
    let digits = line?.split(whereSeparator: \.isWhitespace).last
    return digits.flatMap { UInt64($0, radix: 16) } ?? 0
  }

  /// The signal that came first; `nil` where none did.
  var signal: Int32? { first.value }
}

private final class FirstSignal: Sendable {
  private let state = Mutex<(number: Int32?, stop: (@Sendable () -> Void)?)>((nil, nil))

  func set(_ signal: Int32) {
    let stop = state.withLock { state in
      state.number = state.number ?? signal
      return state.stop
    }
    stop?()
  }

  func onSet(_ stop: @escaping @Sendable () -> Void) {
    let hasCome = state.withLock { state in
      state.stop = stop
      return state.number != nil
    }
    if hasCome { stop() }
  }

  var value: Int32? { state.withLock { $0.number } }
}
