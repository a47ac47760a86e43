import Graphs
import Runtimes
import Synchronization
import Tensors
import Testing

@testable import Harness

@Suite("A time limit") struct TimeLimitTests {
  /// A runtime whose runs end only when they are cancelled, or after `turns` turns of a thread.
  private struct Waiting: Runtime, PreparedGraph {
    var turns = Int.max
    let name = "waiting"
    let identity = "waits"

    @concurrent func prepare(_ graph: Graph) async throws(RuntimeError) -> any PreparedGraph {
      self
    }

    var changes: GraphChanges? { nil }

    @concurrent func run(_ inputs: [Value?]) async throws(RuntimeError) -> RunResult {
      for _ in 0..<turns where Task.isCancelled { throw .cancelled(at: "Loop-16 'on'") }
      return RunResult(outputs: [], placements: [])
    }
  }

  private func run(_ runtime: Waiting, seconds: Double) async throws -> RunResult {
    let limit = TimeLimit(seconds: seconds) { _ in }
    return try await LimitedRuntime(runtime, limit).prepare(Graph()).run([])
  }

  @Test("ends a run, and names the node that it was at")
  func over() async throws {
    let error = await #expect(throws: RuntimeError.self) {
      try await run(Waiting(), seconds: 0.05)
    }
    guard case .timeout(let sentence)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(
      sentence == "the run takes longer than the 0.05 s that it may: it was at Loop-16 'on'")
  }

  /// A runtime whose run heeds no cancellation.
  private struct Stubborn: Runtime, PreparedGraph {
    let end: FirstSentence
    let name = "stubborn"
    let identity = "goes on"
    var changes: GraphChanges? { nil }

    @concurrent func prepare(_ graph: Graph) async throws(RuntimeError) -> any PreparedGraph {
      self
    }

    @concurrent func run(_ inputs: [Value?]) async throws(RuntimeError) -> RunResult {
      while end.text == nil {}
      return RunResult(outputs: [], placements: [])
    }
  }

  private final class FirstSentence: Sendable {
    private let state = Mutex<String?>(nil)
    var text: String? { state.withLock { $0 } }
    func note(_ text: String) { state.withLock { $0 = $0 ?? text } }
  }

  @Test("tells somebody where a run goes on after it")
  func stuck() async throws {
    let end = FirstSentence()
    let limit = TimeLimit(seconds: 0.05, grace: 0.1) { end.note($0) }
    _ = try await LimitedRuntime(Stubborn(end: end), limit).prepare(Graph()).run([])
    #expect(
      end.text
        == "the run takes longer than the 0.05 s that it may, and goes on 0.1 s after that")
  }

  @Test("leaves a run alone that ends before it")
  func inside() async throws {
    #expect(try await run(Waiting(turns: 3), seconds: 30).outputs.isEmpty)
  }

  @Test("is not what ended a run that somebody else cancelled")
  func cancelled() async throws {
    let task = Task { try await run(Waiting(), seconds: 30) }
    task.cancel()
    let error = await #expect(throws: RuntimeError.self) { try await task.value }
    guard case .cancelled? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
