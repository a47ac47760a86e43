import Foundation
import Graphs
import Harness
import ModelFiles
import Tensors
import Testing

@Suite("A command on a model") struct ModelCommandTests {
  /// `y = max(x, 0)` with a line feed and a terminal's command in each name.
  private var rude: TestModel {
    var model = TestModel()
    model.input("x\nx\u{1b}[31m", .float, [2])
    model.output("y\ny\u{1b}[32m", .float, [2])
    model.node("Relu", ["x\nx\u{1b}[31m"], ["y\ny\u{1b}[32m"])
    return model
  }

  static let printing: [[String]] = [
    ["infer", "model.onnx", "--random-rest"], ["infer", "model.onnx"],
    ["infer", "model.onnx", "-i", "1,2,3"], ["trace", "model.onnx", "--random-rest"],
    ["trace", "model.onnx", "--output", "y\ny\u{1b}[32m"], ["graph", "model.onnx"],
    ["graph", "model.onnx", "--format", "dot"],
    ["descend", "model.onnx", "--random-rest", "--runtime", "cpu,cpu+opt", "--all"],
    [
      "reduce", "model.onnx", "--random-rest", "--runtime", "cpu", "--plant",
      "y\ny\u{1b}[32m=zeros", "--seconds", "20",
    ],
  ]

  @Test("prints names with line feeds and terminals' commands on one line", arguments: printing)
  func names(arguments: [String]) throws {
    let ending = try #require(try Program.endings(rude, [arguments]).first)
    let text = ending.output + ending.errors
    #expect(!text.contains("\u{1b}"), "\(text)")
    #expect(!text.contains("x\nx") && !text.contains("y\ny"), "\(text)")
    #expect(text.contains("\\n") || arguments[0] == "reduce", "\(text)")
  }

  /// `y = max(x, 0)`.
  private var plain: TestModel {
    var model = TestModel()
    model.input("x", .float, [2])
    model.output("y", .float, [2])
    model.node("Relu", ["x"], ["y"])
    return model
  }

  static let refused: [(arguments: [String], status: Int32, sentence: String)] = [
    (["generate", "--ops", "Relu", "file"], 4, "'file' can't be made: Not a directory."),
    (["generate", "--ops", "Relu", "full"], 2, "'full' is not empty"),
    (["trace", "model.onnx", "--random-rest", "--dump", "full"], 2, "'full' is not empty"),
    (
      ["reduce", "model.onnx", "--runtime", "cpu,cpu+opt", "-o", "full"], 2, "'full' is not empty"
    ),
    (["mutate", "--ops", "Relu", "--json", "file/a.json"], 4, "'file/a.json' can't be written"),
    (["bits", "--ops", "Relu", "--json", "file/a.json"], 4, "'file/a.json' can't be written"),
    (["bits", "--replays", "0"], 2, "--replays is 0, but bits runs each data set once"),
    (["graph", "model.onnx", "-o", "full"], 4, "'full' can't be written: Is a directory."),
    (
      ["descend", "model.onnx", "--runtime", "cpu,cpu+opt", "--html", "file/a.html"], 4,
      "'file/a.html' can't be written"
    ),
    (
      ["descend", "model.onnx", "--runtime", "cpu"], 2, "--runtime names one runtime, expected two"
    ),
    (["reduce", "model.onnx", "--runtime", "cpu"], 2, "--runtime names one runtime, expected two"),
    (["reduce", "model.onnx", "--check", "./nothing"], 2, "'./nothing' is not found by the shell"),
    (["reduce", "model.onnx", "--check", "./file"], 2, "'./file' can't be executed"),
    (["reduce", "model.onnx", "--check", "exit 3;"], 2, "ends with exit status 3 for the model"),
    (["reduce", "model.onnx", "--check", "kill -9 $$;"], 2, "was ended by SIGKILL"),
    (
      ["reduce", "model.onnx", "--check", "sleep 9;", "--timeout", "1"], 2,
      "has no end within 1 s, which --timeout is about"
    ),
  ]

  @Test("is refused with a sentence, before any work", arguments: refused)
  func refusals(arguments: [String], status: Int32, sentence: String) throws {
    let ending = try #require(
      try Program.endings(plain, [arguments], files: ["file": "", "full/a": ""]).first)
    #expect(ending.status == status && ending.output.isEmpty, "\(ending)")
    #expect(ending.errors.contains(sentence), "\(ending.errors)")
    #expect(!ending.errors.contains("..") && !ending.errors.contains(".:"), "\(ending.errors)")
  }

  private static let hasGraphviz = (ProcessInfo.processInfo.environment["PATH"] ?? "")
    .split(separator: ":").contains { Files.exists("\($0)/dot") }

  @Test(
    "draws a graph with Graphviz where that is there", .enabled(if: hasGraphviz),
    arguments: ["svg", "html"])
  func graphviz(format: String) throws {
    let draw = ["graph", "model.onnx", "--format", format]
    let ending = try #require(try Program.endings(plain, [draw]).first)
    #expect(ending.status == 0 && ending.errors.isEmpty)
    #expect(ending.output.contains("x: float[2]</text>") && ending.output.contains("Relu&#45;14"))
    #expect(ending.output.contains("class=\"edge\""))
    if format == "html" { #expect(!ending.output.contains("<?xml")) }
  }

  @Test("draws a graph by itself where Graphviz is not there")
  func ownPicture() throws {
    let draw = ["graph", "model.onnx", "--format", "svg"]
    let ending = try #require(try Program.endings(plain, [draw], path: "/nowhere").first)
    #expect(ending.status == 0 && ending.output.hasPrefix("<svg "))
    #expect(ending.output.contains("Relu-14") && !ending.output.contains("graphviz"))
  }

  /// A loop that doubles its value for ever.
  private var endless: TestModel {
    var body = TestModel()
    body.input("i", .int64, [])
    body.input("c", .bool, [])
    body.input("s", .float, [2])
    body.node("Identity", ["c"], ["go"])
    body.node("Add", ["s", "s"], ["twice"])
    body.output("go", .bool, [])
    body.output("twice", .float, [2])
    var model = TestModel()
    model.input("x", .float, [2])
    model.output("y", .float, [2])
    model.constant("true", Tensor(scalar: true))
    model.node("Loop", ["", "true", "x"], ["y"], ["body": .graph(body.file.graph)])
    return model
  }

  static let limited: [[String]] = [
    ["infer", "model.onnx", "--random-rest"],
    ["trace", "model.onnx", "--random-rest", "--node", "y"],
    ["descend", "model.onnx", "--random-rest", "--runtime", "cpu,cpu+opt"],
    ["infer", "model.onnx", "--random-rest", "--runtime", "cpu+opt"],
  ]

  @Test("of an endless loop ends by its time limit, and names where it was", arguments: limited)
  func limit(arguments: [String]) throws {
    let ending = try #require(
      try Program.endings(endless, [arguments + ["--timeout", "0.5"]]).first)
    #expect(ending.status == 1)
    #expect(
      ending.errors.contains("the run takes longer than the 0.5 s that it may: it was at "),
      "\(ending.errors)")
    #expect(ending.errors.contains("Loop-23 'y'"), "\(ending.errors)")
  }

  @Test("writes a reduction over an earlier one, and says so")
  func replacing() throws {
    let reduce = ["reduce", "model.onnx", "--check", "true"]
    let endings = try Program.endings(plain, [reduce, reduce])
    #expect(endings.map(\.status) == [1, 1])
    #expect(!endings[0].errors.contains("replaced"))
    #expect(endings[1].errors.contains("note: the reduction in 'reduced' will be replaced."))
  }
}
