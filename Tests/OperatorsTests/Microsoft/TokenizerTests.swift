import Graphs
import Tensors
import Testing

@testable import Operators

@Suite("Tokenizer") struct TokenizerTests {
  private func tokens(
    _ texts: [String], _ attributes: [String: AttributeValue], least: Int64 = 1, marks: Bool = false
  ) throws -> (texts: [String], shape: Shape) {
    let node = try MicrosoftNode(
      "Tokenizer",
      attributes.merging([
        "mark": .int(marks ? 1 : 0), "mincharnum": .int(least), "pad_value": .string("#"),
      ]) { first, _ in first })
    let y = try node.evaluate(try Tensor(texts, shape: [texts.count]))
    guard case .string(let found) = y.elements else { return ([], y.shape) }
    return (Array(found), y.shape)
  }

  @Test("splits at each separator, one after the other")
  func separators() throws {
    let commas: [String: AttributeValue] = ["separators": .strings([",", ";"])]
    let found = try tokens(["a,b;c", ";x;"], commas)
    #expect(found.texts == ["a", "b", "c", "x", "#", "#"] && found.shape == [2, 3])
    // What "a" leaves of "ab" has no "ab" any more.
    #expect(try tokens(["cab"], ["separators": .strings(["a", "ab"])]).texts == ["c", "b"])
    #expect(try tokens(["cab"], ["separators": .strings(["ab", "a"])]).texts == ["c"])
  }

  @Test("takes the longest match of an expression from each place on")
  func expression() throws {
    #expect(try tokens(["aaa"], ["tokenexp": .string("a|aa")]).texts == ["aa", "a"])
    #expect(try tokens(["é1日"], ["tokenexp": .string("[a-z]*")]).shape == [1, 0])
  }

  @Test("makes tokens of characters, and drops those that are short")
  func characters() throws {
    #expect(try tokens(["é日", "a"], ["separators": .strings([""])]).texts == ["é", "日", "a", "#"])
    let spaces: [String: AttributeValue] = ["separators": .strings([" "])]
    #expect(try tokens(["a é日 bc"], spaces, least: 2).texts == ["é日", "bc"])
  }

  @Test("marks where texts begin and end, unless none has a token")
  func marks() throws {
    let spaces: [String: AttributeValue] = ["separators": .strings([" "])]
    let found = try tokens(["a", ""], spaces, marks: true).texts
    #expect(found == ["\u{2}", "a", "\u{3}", "\u{2}", "\u{3}", "#"])
    #expect(try tokens(["", " "], spaces, marks: true).shape == [2, 0])
  }

  @Test("says what is wrong with its attributes")
  func refusals() {
    #expect(throws: OperatorError.self) { try tokens([], ["tokenexp": .string("(")]) }
    #expect(throws: OperatorError.self) { try tokens([], ["separators": .strings(["", ","])]) }
    #expect(throws: OperatorError.mismatch("neither separators nor tokenexp are given")) {
      try tokens([], [:])
    }
    #expect(throws: OperatorError.self) {
      try tokens([], ["separators": .strings([""])], least: 2)
    }
  }
}
