import Graphs
import Runtimes
import Tensors
import Testing

@testable import Harness

@Suite("A case that no runtime may answer") struct RefusalTests {
  private func status(
    _ kind: Refusal.Kind, load: LoadError? = nil,
    _ body: @escaping @Sendable ([Value?]) throws(RuntimeError) -> [Value]
  ) async throws -> Status {
    let folder = try TemporaryFolder()
    try folder.addCase("refused/a", inputs: 1, outputs: 0)
    let loader = TestLoader(
      graph: CaseRunnerTests.graph, values: ["input_0.pb": vector(1)], error: load)
    let suiteCase = SuiteCase(
      id: CaseID(kind: "refused", name: "a"), folder: "\(folder.path)/refused/a", dataSetCount: 1,
      rtol: 1e-3, atol: 1e-7, facets: CaseFacets(),
      refusal: Refusal(kind: kind, clause: "axis is inside the rank"))
    return await CaseRunner(runtime: TestRuntime(body: body), loader: loader).run(suiteCase).status
  }

  private static func failure(_ reason: OperatorError) -> RuntimeError {
    .node(NodeError(node: "node", operation: "Concat-13", reason))
  }

  @Test("passes where the runtime says an error of that kind")
  func pass() async throws {
    let found = try await status(.range) { (_) throws(RuntimeError) in
      throw Self.failure(.axis(3, rank: 2))
    }
    #expect(found == .pass)
  }

  @Test("passes where a foreign runtime says any error of its own")
  func foreign() async throws {
    let found = try await status(.range) { (_) throws(RuntimeError) in
      throw .foreign(.run, "axis out of range")
    }
    #expect(found == .pass)
  }

  @Test("fails where the runtime answers")
  func answered() async throws {
    let found = try await status(.range) { (_) throws(RuntimeError) in [vector(1)] }
    #expect(found == .fail(.refusal))
  }

  @Test("fails where the error is about something else")
  func otherKind() async throws {
    let found = try await status(.range) { (_) throws(RuntimeError) in
      throw Self.failure(.missingInput(0))
    }
    #expect(found == .fail(.refusal))
  }

  @Test("keeps the status of what is no refusal: crashes, lacks, files that can't be read")
  func others() async throws {
    let crash = try await status(.range) { (_) throws(RuntimeError) in throw .crash("SIGSEGV", "") }
    #expect(crash == .crash("SIGSEGV"))
    let lack = try await status(.range) { (_) throws(RuntimeError) in
      throw Self.failure(.unsupported("this"))
    }
    #expect(lack == .unsupported)
    let full = try await status(.range) { (_) throws(RuntimeError) in throw .outOfMemory("full") }
    #expect(full == .error(.memory))
    let unread = try await status(.range, load: LoadError(.load, "cut off")) {
      (_) throws(RuntimeError) in []
    }
    #expect(unread == .error(.load))
  }
}
