import Testing

@testable import Harness
@testable import Reports

@Suite("A step's code") struct StepCodeTests {
  private func character(_ code: UInt8) -> Character { Character(UnicodeScalar(code)) }

  @Test("is a letter a family of statuses, a capital for a flake, a point for nothing")
  func status() {
    var families: [String: UInt8] = [:]
    func code(_ status: String, isFlake: Bool = false) -> Character {
      let step = Trail.Step(status: status, isFlake: isFlake, budget: nil, milliseconds: 1)
      return character(StepCode.status(step, &families))
    }
    #expect(code("pass") == "a" && code("fail:compare") == "b" && code("crash:SIGSEGV") == "d")
    #expect(code("pass", isFlake: true) == "A" && code("missing") == "k")
    #expect(character(StepCode.status(nil, &families)) == ".")
  }

  @Test(
    "of a share has 47 steps up to the whole bound and one a doubling above",
    arguments: [
      (0, "A"), (0.001, "B"), (1, "w"), (0.5, "Z"), (1.5, "x"), (2, "x"), (3, "y"),
      (.infinity, "_"),
    ] as [(Double, Character)])
  func share(share: Double, code: Character) {
    #expect(character(StepCode.share(share)) == code)
  }

  @Test("of a time has six steps a doubling around the newest run's")
  func time() {
    #expect(character(StepCode.time(3, against: 3)) == "g")
    #expect(character(StepCode.time(6, against: 3)) == "m")
    #expect(character(StepCode.time(1.5, against: 3)) == "a")
    #expect(character(StepCode.time(1e9, against: 3)) == "_")
    #expect(character(StepCode.time(0, against: 0.01)) == "g")
  }

  @Test("stands once for runs that are all alike")
  func text() {
    #expect(StepCode.text(Array("aaa".utf8)) == "a")
    #expect(StepCode.text(Array("aab".utf8)) == "aab")
  }
}
