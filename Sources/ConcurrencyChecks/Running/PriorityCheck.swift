import Harness
package import Runtimes
import Synchronization

/// Urgent work waits for the run that the device is at, not for all that came before it.
package struct PriorityCheck: ConcurrencyCheck {
  package let name = "priority"
  package let claim =
    "An urgent run waits for the one that the device is at, not for others that came first."

  private let runtime: @Sendable () throws(CheckFailure) -> any Runtime
  private static let count = 6

  package init(_ runtime: @escaping @Sendable () throws(CheckFailure) -> any Runtime) {
    self.runtime = runtime
  }

  package func show(in surroundings: Surroundings) async throws(CheckFailure) -> Showing {
    let work = try await DeviceWork(try runtime(), atLeast: .milliseconds(60))
    let finished = Mutex<[String]>([])
    let run: @Sendable (String) async -> CheckFailure? = { label in
      do throws(CheckFailure) { try await work.run() } catch { return error }
      finished.withLock { $0.append(label) }
      return nil
    }
    // A group's children would not have priorities of their own.
    let patient = (0..<Self.count).map { _ in
      Task(priority: .background) { await run("patient") }
    }
    // All are queued, and the device is at the first or the second of them.
    try? await Task.sleep(for: work.duration / 2)
    // The urgent one first: who waits for a task lends it its priority.
    for task in [Task(priority: .high) { await run("urgent") }] + patient {
      if let failure = await task.value { throw failure }
    }
    let order = finished.withLock { $0 }
    let place = (order.firstIndex(of: "urgent") ?? order.count) + 1
    guard place <= Self.count / 2 else {
      throw .broken(
        "An urgent run ended as number \(place) of \(order.count): patient ones went first.")
    }
    return Showing("an urgent run after \(Self.count) patient ones ended as number \(place)")
  }
}
