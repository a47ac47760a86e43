import Harness
import Testing

@testable import Adapters

@Suite("Ways to reach a runtime") struct ConnectionTests {
  static let rows: [(text: String, words: [String])] = [
    ("exec:./mine --fast", ["./mine", "--fast"]),
    (
      "exec:ssh board 'run it' \"a \\\"b\\\"\" c\\ d", ["ssh", "board", "run it", "a \"b\"", "c d"]
    ),
    ("exec:a '' b", ["a", "", "b"]),
    ("exec:echo $HOME `x`", ["echo", "$HOME", "`x`"]),
    ("onnxruntime --threads 2", ["box", "onnxruntime", "--threads", "2"]),
    (
      "cmd:'./my run' --model={model} {inputs} {outputs}",
      ["./my run", "--model={model}", "{inputs}", "{outputs}"]
    ),
    ("python:my.backend", ["box", "backend", "my.backend"]),
  ]

  @Test("words are as a shell splits them, and no shell runs", arguments: rows)
  func split(text: String, words: [String]) throws {
    #expect(try Connection(text, box: "box").words == words)
  }

  static let errors: [(String, ConnectionError)] = [
    ("exec:", .empty("exec:")), ("tcp:1.2.3.4", .kind("tcp:1.2.3.4", "tcp")),
    ("onnxruntim", .unknown("onnxruntim")), ("exec:a 'b", .quotation("a 'b")),
    ("cmd:", .empty("cmd:")),
    ("cmd:a {model} {inputs}", .placeholder("cmd:a {model} {inputs}", "{outputs}")),
    ("cmd:{model} {inputs} {outputs}", .placeholder("cmd:{model} {inputs} {outputs}", "{model}")),
    ("exec:a \"b", .quotation("a \"b")), ("exec:a \\", .quotation("a \\")),
  ]

  @Test("says what is wrong with others", arguments: errors)
  func refused(text: String, error: ConnectionError) {
    #expect(throws: error) { try Connection(text, box: "box") }
  }

  @Test("an adapter of the box needs the box, a program has to be there")
  func absent() throws {
    #expect(throws: ConnectionError.noBox("onnx")) { try Connection("onnx", box: nil) }
    #expect(throws: ConnectionError.noProgram("nothing-like-it")) {
      try Connection("exec:nothing-like-it", box: nil).command(search: "/usr/bin:/bin")
    }
    #expect(
      try Connection("exec:sh -c x", box: nil).command(search: "/nowhere:/bin").executable
        == "/bin/sh")
  }
}
