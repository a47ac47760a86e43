import Graphs
import Runtimes
import Synchronization
import Tensors
import Testing

@testable import Harness

@Suite("CaseRunner") struct CaseRunnerTests {
  /// Inputs x and w, of which w has an initializer; the output y is what the test's runtime says.
  static let graph = Graph(
    inputs: [ValueID(0), ValueID(1)], outputs: [ValueID(2)],
    constants: [ValueID(0): vector(9)],
    names: [ValueID(0): "w", ValueID(1): "x", ValueID(2): "y"])

  private func record(
    inputs: Int = 1, outputs: Int = 1, id: String = "node/test_a", ops: [String] = ["Relu"],
    error: LoadError? = nil,
    reference: TestRuntime? = nil, first: Value = vector(1, 2), expected: Value = vector(2, 3),
    _ body: @escaping @Sendable ([Value?]) throws(RuntimeError) -> [Value]
  ) async throws -> CaseRecord {
    let folder = try TemporaryFolder()
    try folder.addCase(id, inputs: inputs, outputs: outputs)
    let loader = TestLoader(
      graph: Self.graph,
      values: [
        "input_0.pb": first, "input_1.pb": vector(5, 6), "output_0.pb": expected,
        "output_1.pb": vector(0),
      ], error: error)
    return await CaseRunner(runtime: TestRuntime(body: body), reference: reference, loader: loader)
      .run(.test(id, ops: ops, folder: "\(folder.path)/\(id)"))
  }

  @Test("passes when every output is as expected")
  func pass() async throws {
    let record = try await record { (_) throws(RuntimeError) in [vector(2, 3)] }
    #expect(record.status == .pass && record.reason == nil)
    #expect(record.comparedCount == 2 && record.elementCount == 2)
  }

  @Test("feeds fewer files than inputs to those that are not initializers")
  func feeds() async throws {
    let few = try await record { (inputs) throws(RuntimeError) in
      inputs[0] == nil && inputs[1] != nil ? [vector(2, 3)] : []
    }
    #expect(few.status == .pass)
    let all = try await record(inputs: 2) { (inputs) throws(RuntimeError) in
      inputs[0] != nil && inputs[1] != nil ? [vector(2, 3)] : []
    }
    #expect(all.status == .pass)
    let none = try await record(inputs: 3) { (_) throws(RuntimeError) in [] }
    #expect(none.status == .error(.load))
  }

  @Test("fails for fewer outputs than expected")
  func count() async throws {
    let record = try await record(outputs: 2) { (_) throws(RuntimeError) in [vector(2, 3)] }
    #expect(record.status == .fail(.count))
    #expect(record.reason == "the run gave 1 outputs, expected 2")
  }

  @Test("shows what the reference gives for each differing element")
  func reference() async throws {
    let reference = TestRuntime(name: "cpu") { (_) throws(RuntimeError) in [vector(2, 3.5)] }
    let record = try await record(reference: reference) { (_) throws(RuntimeError) in
      [vector(2, 4)]
    }
    let element = try #require(record.outputs.first?.worst.first)
    #expect(record.status == .fail(.compare) && record.outputs.first?.output == "y")
    #expect(element.index == [1] && element.expected == "3.0" && element.found == "4.0")
    #expect(element.reference == "3.5" && element.abs == 1 && element.ulp == 1 << 22)
  }

  @Test("names the stage and the reason of what gives no result")
  func errors() async throws {
    let lost = try await record { (_) throws(RuntimeError) in throw .deviceLost("gone") }
    #expect(lost.status == .deviceLost && lost.reason == "the device was lost: gone")
    let memory = try await record { (_) throws(RuntimeError) in throw .outOfMemory("full") }
    #expect(memory.status == .error(.memory))
    let unknown = try await record(error: LoadError(.unsupported, "operator X-1 is not supported."))
    {
      (_) throws(RuntimeError) in []
    }
    #expect(unknown.status == .unsupported && unknown.signature == "operator X-# is not supported.")
    let broken = try await record(error: LoadError(.load, "cut off")) {
      (_) throws(RuntimeError) in []
    }
    #expect(broken.status == .error(.load))
  }

  @Test("runs a prepared graph again, which may not change a bit of its answer")
  func replays() async throws {
    let count = Mutex(0)
    let changed = try await record { (_) throws(RuntimeError) in
      let number = count.withLock { value -> Int in
        value += 1
        return value
      }
      return [vector(2, number == 1 ? 3 : Float(3).nextUp)]
    }
    #expect(changed.status == .fail(.replay))
    #expect(
      changed.reason
        == "output 'y' has other bits in run 2 of the prepared graph than in the first, with the "
        + "same inputs")
    let failing = Mutex(0)
    let broken = try await record { (_) throws(RuntimeError) in
      let isFirst = failing.withLock { value -> Bool in
        value += 1
        return value == 1
      }
      guard isFirst else { throw .device("the queue is gone") }
      return [vector(2, 3)]
    }
    #expect(broken.status == .error(.dispatch))
    #expect(broken.reason == "run 2 of the prepared graph: the queue is gone")
  }

  @Test("judges Bernoulli cases by their distribution, and says so")
  func bernoulli() async throws {
    func status(_ drawn: Value) async throws -> CaseRecord {
      try await record(
        inputs: 2, ops: ["RandomUniformLike", "Greater", "Cast"], first: vector(1, 0),
        expected: vector(0, 0)
      ) { (_) throws(RuntimeError) in [drawn] }
    }
    let likely = try await status(vector(1, 0))
    #expect(likely.status == .pass && likely.rule == "statistical")
    #expect(try await status(vector(0, 0)).status == .fail(.compare))
  }
}
