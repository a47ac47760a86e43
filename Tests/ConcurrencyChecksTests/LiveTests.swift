#if ConstantFolding
  import Dispatch
  import Graphs
  import Interpreter
  import Optimizer
  import Runtimes
  import Synchronization
  import Tensors
  import Testing

  @testable import ConcurrencyChecks

  @Suite("The checks at run time", .serialized) struct LiveTests {
    private static let folders = Folders()
    private static let passes = ConcurrencyCatalog.passes

    private func expectBroken(
      _ check: any ConcurrencyCheck, _ word: String,
      sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
      let place = try TestPlace.surroundings()
      let error = await #expect(throws: CheckFailure.self, sourceLocation: sourceLocation) {
        try await check.show(in: place)
      }
      guard case .broken(let sentence, _) = error, sentence.contains(word) else {
        Issue.record("\(String(describing: error))", sourceLocation: sourceLocation)
        return
      }
    }

    @Test("hold here")
    func hold() async throws {
      let place = try TestPlace.surroundings()
      let vulkan: @Sendable () throws(CheckFailure) -> any Runtime = {
        () throws(CheckFailure) in try Self.folders.vulkan()
      }
      let checks: [any ConcurrencyCheck] = [
        DeterminismCheck(Self.passes, Self.folders), CancellationCheck(Self.passes, Self.folders),
        FailureCheck(Self.passes, Self.folders), WaitingCheck(vulkan), PriorityCheck(vulkan),
      ]
      for check in checks { _ = try await check.show(in: place) }
    }

    @Test("catch a fold whose result is what came first")
    func order() async throws {
      let check = DeterminismCheck({ [FirstCome(folder: $0)] }, Self.folders)
      try await expectBroken(check, "differs from that of other threads")
    }

    @Test("catch a fold that goes on after it is cancelled")
    func heedless() async throws {
      let check = CancellationCheck({ [Heedless(folder: $0)] }, Self.folders)
      try await expectBroken(check, "still computed after the fold was cancelled")
    }

    @Test("catch a fold that keeps what it prepared")
    func hoarding() async throws {
      let hoard = Hoard()
      let check = CancellationCheck(
        { [ConstantFolding(folder: Hoarding(base: $0, hoard: hoard))] }, Self.folders)
      try await expectBroken(check, "outlive the fold")
    }

    @Test("catch a fold that hides its runtime's failure")
    func hiding() async throws {
      let check = FailureCheck({ [Heedless(folder: $0)] }, Self.folders)
      try await expectBroken(check, "as if its runtime had not failed")
    }

    @Test("catch a fold that writes into the graph it is given")
    func scribbling() async throws {
      let check = FailureCheck({ [Scribbling(), ConstantFolding(folder: $0)] }, Self.folders)
      try await expectBroken(check, "has changed its graph")
    }

    @Test("catch a runtime that waits on the thread it is called on")
    func blocking() async throws {
      let runtime = try Self.folders.vulkan()
      try await expectBroken(WaitingCheck { Blocking(base: runtime) }, "stood still")
    }

    @Test("catch a runtime that serves in order of arrival")
    func arrival() async throws {
      let runtime = try Self.folders.vulkan()
      try await expectBroken(PriorityCheck { Queueing(base: runtime) }, "patient ones went first")
    }

    @Test("catch a report of ThreadSanitizer, and its silence where a race is planted")
    func races() throws {
      let report = ["WARNING: ThreadSanitizer: data race", "SUMMARY: ThreadSanitizer: data race"]
      #expect(throws: CheckFailure.self) {
        try RaceCheck.judge(ToolRun(lines: report, end: "exit 66"))
      }
      #expect(throws: CheckFailure.self) { try RaceCheck.judge(ToolRun(lines: [], end: "exit 0")) }
      #expect(throws: CheckFailure.self) {
        try RaceCheck.judge(ToolRun(lines: ["1 optimised"], end: "SIGSEGV"))
      }
      #expect(try RaceCheck.judge(ToolRun(lines: ["1 optimised"], end: "exit 0")).summary != "")
      try RaceCheck.judge(planted: ToolRun(lines: report, end: "exit 66"))
      #expect(throws: CheckFailure.self) {
        try RaceCheck.judge(planted: ToolRun(lines: ["counted 1"], end: "exit 0"))
      }
    }
  }

  /// Adds a constant that says in which order its runs ended.
  private struct FirstCome: Pass {
    let folder: any Runtime
    var name: String { "first-come" }
    var summary: String { "Depends on who is first." }
    var effect: Effect { .exact }

    @concurrent func rewrite(_ graph: Graph) async throws(PassError) -> Rewrite {
      if graph.constants.values.contains(where: { $0.tensor?.dtype == .int64 }) { return Rewrite() }
      let order = await withTaskGroup(of: Int64.self) { group in
        for number in 0..<Int64(16) {
          group.addTask {
            _ = try? await folder.prepare(Graph()).run([])
            return number
          }
        }
        return await group.reduce(into: [Int64]()) { $0.append($1) }
      }
      var rewrite = Rewrite()
      var edit = Rewrite.Edit("the order of arrival")
      _ = rewrite.newConstant(Tensor(vector: order), in: &edit)
      rewrite.add(edit)
      return rewrite
    }
  }

  /// Folds whatever happens around it.
  private struct Heedless: Pass {
    let folder: any Runtime
    var name: String { "heedless" }
    var summary: String { "Takes no notice." }
    var effect: Effect { .exact }

    @concurrent func rewrite(_ graph: Graph) async throws(PassError) -> Rewrite {
      let pass = ConstantFolding(folder: folder)
      let task = Task { try? await pass.rewrite(graph) }
      return await task.value ?? Rewrite()
    }
  }

  private final class Hoard: Sendable {
    let graphs = Mutex<[any PreparedGraph]>([])
  }

  /// Keeps every graph that it prepared.
  private struct Hoarding: Runtime {
    let base: any Runtime
    let hoard: Hoard
    var name: String { base.name }
    var identity: String { base.identity }

    @concurrent func prepare(_ graph: Graph) async throws(RuntimeError) -> any PreparedGraph {
      let prepared = try await base.prepare(graph)
      hoard.graphs.withLock { $0.append(prepared) }
      return prepared
    }
  }

  /// Changes a constant where it is.
  private struct Scribbling: Pass {
    var name: String { "scribbling" }
    var summary: String { "Writes where it may not." }
    var effect: Effect { .exact }

    @concurrent func rewrite(_ graph: Graph) async throws(PassError) -> Rewrite {
      guard let value = graph.constants.min(by: { $0.key < $1.key })?.value,
        case .float(let buffer)? = value.tensor?.elements
      else { return Rewrite() }
      UnsafeMutablePointer(mutating: buffer.base).pointee += 1
      return Rewrite()
    }
  }

  /// Waits for each run on the thread that asks for it.
  private struct Blocking: Runtime {
    let base: any Runtime
    var name: String { base.name }
    var identity: String { base.identity }

    @concurrent func prepare(_ graph: Graph) async throws(RuntimeError) -> any PreparedGraph {
      BlockingGraph(base: try await base.prepare(graph))
    }
  }

  private struct BlockingGraph: PreparedGraph {
    let base: any PreparedGraph

    @concurrent func run(_ inputs: [Value?]) async throws(RuntimeError) -> RunResult {
      let result = Mutex<Result<RunResult, RuntimeError>?>(nil)
      wait { [base] in
        let outcome: Result<RunResult, RuntimeError>
        do throws(RuntimeError) { outcome = .success(try await base.run(inputs)) } catch {
          outcome = .failure(error)
        }
        result.withLock { $0 = outcome }
      }
      guard let outcome = result.withLock({ $0 }) else { throw .cancelled() }
      return try outcome.get()
    }

    private func wait(_ body: @escaping @Sendable () async -> Void) {
      let signal = DispatchSemaphore(value: 0)
      Task(executorPreference: globalConcurrentExecutor) {
        await body()
        signal.signal()
      }
      signal.wait()
    }
  }

  /// Serves runs one after the other, as they come.
  private final class Queueing: Runtime {
    let base: any Runtime
    private let last = Mutex<Task<Void, Never>?>(nil)
    init(base: any Runtime) { self.base = base }
    var name: String { base.name }
    var identity: String { base.identity }

    @concurrent func prepare(_ graph: Graph) async throws(RuntimeError) -> any PreparedGraph {
      QueueingGraph(base: try await base.prepare(graph), queue: self)
    }

    func run(
      _ graph: any PreparedGraph, _ inputs: [Value?]
    ) async throws(RuntimeError) -> RunResult {
      let task = last.withLock { last in
        let task = Task { [previous = last] in
          await previous?.value
          do throws(RuntimeError) {
            return Result<RunResult, RuntimeError>.success(try await graph.run(inputs))
          } catch { return .failure(error) }
        }
        last = Task { _ = await task.value }
        return task
      }
      return try await task.value.get()
    }
  }

  private struct QueueingGraph: PreparedGraph {
    let base: any PreparedGraph
    let queue: Queueing

    @concurrent func run(_ inputs: [Value?]) async throws(RuntimeError) -> RunResult {
      try await queue.run(base, inputs)
    }
  }
#endif
