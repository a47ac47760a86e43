import Testing

@testable import Harness

@Suite("Agreement") struct AgreementTests {
  /// - Parameter apart: pairs of letters: `e` is the suite's value, the rest are runtimes.
  private func agreement(_ parties: [String], _ apart: [(String, String)]) -> Agreement {
    func name(_ letter: String) -> String { letter == "e" ? Agreement.expected : letter }
    return Agreement(
      case: CaseID(kind: "node", name: "test_x"), parties: parties.map(name),
      apart: apart.map { .init(a: name($0.0), b: name($0.1), reason: "x[0] is 1, expected 2") })
  }

  @Test("groups who agrees with whom, the largest group first")
  func groups() {
    let found = agreement(
      ["e", "a", "b", "c"], [("e", "b"), ("e", "c"), ("a", "b"), ("a", "c")])
    #expect(found.groups == [["expected", "a"], ["b", "c"]])
    #expect(agreement(["e", "a"], []).groups == [["expected", "a"]])
    let alone = agreement(["e", "a", "b", "c"], [("e", "a"), ("e", "b"), ("e", "c")])
    #expect(alone.groups == [["a", "b", "c"], ["expected"]])
  }

  @Test("within a tolerance is not transitive: a party joins where it agrees with all")
  func chain() {
    let found = agreement(["e", "a", "b"], [("e", "b")])
    #expect(found.groups == [["expected", "a"], ["b"]])
    #expect(found.loners.isEmpty)
  }

  @Test("names a runtime that agrees with nobody, where others agree")
  func loners() {
    let one = agreement(["e", "a", "b"], [("e", "b"), ("a", "b")])
    #expect(one.loners == ["b"])
    #expect(!one.goldenIsInMinority())
    let all = agreement(["e", "a", "b"], [("e", "a"), ("e", "b"), ("a", "b")])
    #expect(all.loners.isEmpty)
  }

  @Test("calls the suite's value a minority where more runtimes agree against it")
  func minority() {
    let against = [("e", "a"), ("e", "b")]
    #expect(agreement(["e", "a", "b"], against).goldenIsInMinority())
    #expect(agreement(["e", "a", "b"], against).loners.isEmpty)
    let split = [("e", "a"), ("e", "b"), ("c", "a"), ("c", "b"), ("d", "a"), ("d", "b")]
    #expect(!agreement(["e", "a", "b", "c", "d"], split).goldenIsInMinority())
  }

  @Test("counts variants of one runtime once")
  func variants() {
    let parties = ["e", "cpu", "cpu+opt"]
    #expect(!agreement(parties, [("e", "cpu"), ("e", "cpu+opt")]).goldenIsInMinority())
    let devices = ["e", "vulkan@0", "vulkan@1", "ort"]
    let against = [("e", "vulkan@0"), ("e", "vulkan@1"), ("e", "ort")]
    #expect(agreement(devices, against).goldenIsInMinority())
  }
}
