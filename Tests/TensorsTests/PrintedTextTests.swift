import Tensors
import Testing

@Suite("A text that is printed") struct PrintedTextTests {
  static let lines: [(text: String, line: String)] = [
    ("conv/1 é 日本", "conv/1 é 日本"), ("a\nb\tc", "a\\nb\\tc"), ("\u{1b}[31m", "\\u{1B}[31m"),
    ("a\r\nb", "a\\r\\nb"), ("\u{7f}\u{9b}", "\\u{7F}\\u{009B}"), ("a\u{2028}b", "a\\u{2028}b"),
    ("\0", "\\0"),
  ]

  @Test("is on one line, without a terminal's commands", arguments: lines)
  func oneLine(text: String, line: String) { #expect(text.onOneLine == line) }

  @Test("may have lines of its own")
  func printable() { #expect("a\n\u{1b}b\n".printable == "a\n\\u{1B}b\n") }

  static let sentences: [(text: String, sentence: String)] = [
    ("It is.", "It is."), ("It is..", "It is."), ("Is it?.", "Is it?"), ("of these:.", "of these:"),
    ("and so on...", "and so on..."), ("and so on….", "and so on…"), ("", ""), (".", "."),
  ]

  @Test("ends once", arguments: sentences)
  func end(text: String, sentence: String) { #expect(text.endedOnce == sentence) }
}
