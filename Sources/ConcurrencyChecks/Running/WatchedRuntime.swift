import Graphs
import Runtimes
import Synchronization
import Tensors

/// What happened in a runtime, and what is left of it.
final class Ledger: Sendable {
  struct Counts: Sendable, Equatable {
    /// Prepared graphs that somebody holds.
    var graphs = 0
    /// Runs that have begun and not ended.
    var inFlight = 0
    var begun = 0
    /// The numbers of runs that gave a result.
    var succeeded: [Int] = []
    /// The numbers of runs in the order in which they ended.
    var order: [Int] = []
  }
  private let state = Mutex(Counts())

  var counts: Counts { state.withLock { $0 } }

  fileprivate func holdGraph() { state.withLock { $0.graphs += 1 } }
  fileprivate func dropGraph() { state.withLock { $0.graphs -= 1 } }

  /// The run's number.
  fileprivate func begin() -> Int {
    state.withLock { state in
      state.inFlight += 1
      state.begun += 1
      return state.begun
    }
  }

  fileprivate func end(_ number: Int, succeeded: Bool) {
    state.withLock { state in
      state.inFlight -= 1
      if succeeded { state.succeeded.append(number) }
      state.order.append(number)
    }
  }
}

/// A runtime that keeps a ledger and calls hooks around each run.
struct WatchedRuntime: RuntimeLayer {
  typealias Before = @Sendable (_ number: Int) async throws(RuntimeError) -> Void
  typealias After = @Sendable (Ledger.Counts) async -> Void

  let base: any Runtime
  let ledger: Ledger
  let before: Before
  let after: After

  init(
    _ base: any Runtime, _ ledger: Ledger = Ledger(),
    before: @escaping Before = { (_) throws(RuntimeError) in },
    after: @escaping After = { _ in }
  ) {
    self.base = base
    self.ledger = ledger
    self.before = before
    self.after = after
  }

  @concurrent func prepare(_ graph: Graph) async throws(RuntimeError) -> any PreparedGraph {
    WatchedGraph(try await base.prepare(graph), self)
  }
}

private final class WatchedGraph: PreparedGraph {
  private let base: any PreparedGraph
  private let runtime: WatchedRuntime

  init(_ base: any PreparedGraph, _ runtime: WatchedRuntime) {
    self.base = base
    self.runtime = runtime
    runtime.ledger.holdGraph()
  }

  deinit { runtime.ledger.dropGraph() }

  @concurrent func run(_ inputs: [Value?]) async throws(RuntimeError) -> RunResult {
    let number = runtime.ledger.begin()
    do throws(RuntimeError) {
      try await runtime.before(number)
      let result = try await base.run(inputs)
      runtime.ledger.end(number, succeeded: true)
      await runtime.after(runtime.ledger.counts)
      return result
    } catch {
      runtime.ledger.end(number, succeeded: false)
      throw error
    }
  }
}

extension WatchedRuntime {
  /// A runtime whose runs begin and end after pauses that a seed decides.
  static func delaying(_ base: any Runtime, _ ledger: Ledger, seed: UInt64) -> WatchedRuntime {
    let random = Mutex(SplitMix(seed))
    let pause: @Sendable () async -> Void = {
      let (yields, microseconds) = random.withLock { ($0.below(4), $0.below(300)) }
      for _ in 0..<yields { await Task.yield() }
      // A pause that is cut short is as good as any other.
      if yields == 0 { try? await Task.sleep(for: .microseconds(microseconds)) }
    }
    return WatchedRuntime(
      base, ledger, before: { (_) throws(RuntimeError) in await pause() },
      after: { _ in await pause() })
  }
}
