/// Cancels what runs longer than it has to: a loop whose length a file decides ends when its task is
/// cancelled.
enum Watchdog {
  /// The answer of `work`, whose task is cancelled after two seconds.
  static func watch(_ work: @escaping @Sendable () async -> Bool) async -> Bool {
    await withTaskGroup(of: Bool?.self) { group in
      group.addTask { await work() }
      group.addTask {
        try? await Task.sleep(for: .seconds(2))
        return nil
      }
      var answer: Bool?
      for await result in group {
        answer = answer ?? result
        group.cancelAll()
      }
      return answer ?? false
    }
  }
}
