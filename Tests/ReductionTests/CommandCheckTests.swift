import Graphs
import Tensors
import Testing

@testable import Reduction

@Suite("A command that checks") struct CommandCheckTests {
  /// The name of an operator stands in a model's bytes as it is.
  @Test("reduces a model to what it asks for")
  func grep() async throws {
    var writer = GraphWriter()
    let x = writer.input(vector(1, 2))
    let y = try writer.node("Neg", [try writer.node("Sqrt", [try writer.node("Abs", [x])])])
    let fed = writer.fed(giving: y)
    let scratch = try ScratchFolder()
    let check = CommandCheck(
      "test -f \"$2/input_0.pb\" && grep -q Sqrt", timeout: .seconds(10), scratch: scratch.path)
    #expect(await check.shows(fed))
    let trials = Trials {
      await NodeValues.of($0)
    } shows: {
      await check.shows($0)
    }
    let small = await GraphShrinking(trials).smallest(of: fed)
    #expect(small.graph.nodes.map(\.operatorName) == ["Sqrt"])
    #expect(small.elementCount == 1)
  }

  @Test("says no by another exit status, and where it hangs")
  func no() async throws {
    var writer = GraphWriter()
    let x = writer.input(vector(1))
    let y = try writer.node("Abs", [x])
    let fed = writer.fed(giving: y)
    for command in ["false", "sleep 30 #"] {
      let scratch = try ScratchFolder()
      let check = CommandCheck(command, timeout: .milliseconds(200), scratch: scratch.path)
      #expect(await !check.shows(fed))
    }
  }
}
