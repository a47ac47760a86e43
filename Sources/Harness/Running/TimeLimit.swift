internal import Dispatch
internal import Runtimes
internal import Synchronization

/// How long a piece of work may take, in seconds.
package struct TimeLimit: Sendable {
  package let seconds: Double
  /// Seconds that work has to end after it is cancelled.
  private let grace: Double
  /// What to do, with a sentence, where the work heeds no cancellation.
  private let onStuck: @Sendable (String) -> Void

  /// - Parameter onStuck: called on another thread, at most once for each piece of work.
  package init(
    seconds: Double, grace: Double = 10, onStuck: @escaping @Sendable (String) -> Void
  ) {
    self.seconds = seconds
    self.grace = grace
    self.onStuck = onStuck
  }

  /// Does the work, cancelled when its time is over.
  ///
  /// Time is kept on a thread of its own: the work may block all those that tasks run on.
  ///
  /// - Throws: `.timeout`, with the node that was at work, where the time was over.
  func run<R: Sendable>(
    _ body: @escaping @Sendable () async throws(RuntimeError) -> R
  ) async throws(RuntimeError) -> R {
    let (isOver, isDone) = (Flag(), Flag())
    let work = Task<Result<R, RuntimeError>, Never> {
      defer { isDone.raise() }
      do throws(RuntimeError) { return .success(try await body()) } catch { return .failure(error) }
    }
    let timers = [
      timer(after: seconds) {
        isOver.raise()
        work.cancel()
      },
      timer(after: seconds + grace) { [onStuck, sentence, grace] in
        guard !isDone.isRaised else { return }
        onStuck("\(sentence), and goes on \(Self.text(grace)) s after that")
      },
    ]
    defer { for timer in timers { timer.cancel() } }
    let result = await withTaskCancellationHandler {
      await work.value
    } onCancel: {
      work.cancel()
    }
    if case .failure(.cancelled(let place)) = result, isOver.isRaised {
      throw .timeout(sentence + (place.map { ": it was at \($0)" } ?? ""))
    }
    return try result.get()
  }

  private var sentence: String {
    "the run takes longer than the \(Self.text(seconds)) s that it may"
  }

  private static func text(_ seconds: Double) -> String {
    Int64(exactly: seconds).map(String.init) ?? "\(seconds)"
  }

  private func timer(
    after seconds: Double, _ body: @escaping @Sendable () -> Void
  ) -> any DispatchSourceTimer {
    let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "time limit"))
    timer.setEventHandler(handler: body)
    timer.schedule(deadline: .now() + seconds)
    timer.resume()
    return timer
  }
}

private final class Flag: Sendable {
  private let state = Atomic(false)

  func raise() { state.store(true, ordering: .relaxed) }
  var isRaised: Bool { state.load(ordering: .relaxed) }
}
