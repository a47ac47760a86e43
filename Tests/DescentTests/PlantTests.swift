import Descent
import Testing

@Suite("A plant") struct PlantTests {
  @Test("is read from a node, an emulation and an iteration")
  func reads() throws {
    #expect(
      try Plant("/conv1/Conv=ignored-attribute:pads")
        == Plant(node: "/conv1/Conv", emulation: "ignored-attribute:pads"))
    #expect(try Plant("step=zeros@7") == Plant(node: "step", emulation: "zeros", iteration: 7))
    #expect(
      try Plant("a=b=other-mode:mode=linear")
        == Plant(node: "a=b", emulation: "other-mode:mode=linear"))
  }

  @Test("says what is missing", arguments: ["", "conv", "=zeros", "conv=", "conv=zeros@x"])
  func refuses(text: String) {
    #expect(throws: PlantError.form(text)) { try Plant(text) }
  }
}
