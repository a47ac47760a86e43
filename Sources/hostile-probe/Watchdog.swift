import Synchronization

/// Cancels what runs longer than it has to: a loop whose length a file decides ends when its task is
/// cancelled.
final class Watchdog: Sendable {
  private let watched = Mutex<(task: Task<Bool, Never>, isOld: Bool)?>(nil)

  init() {
    Task.detached { [weak self] in
      while let self {
        self.tick()
        try? await Task.sleep(for: .seconds(1))
      }
    }
  }

  func watch(_ work: @escaping @Sendable () async -> Bool) async -> Bool {
    let task = Task { await work() }
    watched.withLock { $0 = (task, false) }
    return await task.value
  }

  private func tick() {
    watched.withLock { watched in
      if watched?.isOld == true { watched?.task.cancel() }
      watched?.isOld = true
    }
  }
}
