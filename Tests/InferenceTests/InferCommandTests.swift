import Foundation
import Graphs
import Harness
import ModelFiles
import Tensors
import Testing

@Suite("The command infer") struct InferCommandTests {
  private func endings(_ model: TestModel, _ runs: [[String]]) throws -> [Program.Ending] {
    try Program.endings(model, runs.map { ["infer", "model.onnx"] + $0 })
  }

  /// `y = x + 1`.
  private var successor: TestModel {
    var model = TestModel()
    model.input("x", .float, [2])
    model.output("y", .float, [2])
    model.constant("one", Tensor(scalar: Float(1)))
    model.node("Add", ["x", "one"], ["y"])
    return model
  }

  @Test("shows, writes and compares outputs, with its exit status")
  func comparing() throws {
    let endings = try endings(
      successor,
      [
        ["-i", "1,3"], ["-i", "1,3", "-o", "y.npz"], ["-i", "1,3", "--compare", "y.npz"],
        ["-i", "1,2", "--compare", "y.npz"], ["-i", "1,3", "--runtime", "cpu,cpu+opt"],
      ])
    #expect(endings.map(\.status) == [0, 0, 0, 1, 0])
    #expect(endings[0].output == "y  float[2]  2.0 … 4.0, mean 3.0\n  2.0 4.0\n")
    #expect(endings[1].output == "written: y.npz\n")
    #expect(endings[2].output.hasSuffix("cpu against y.npz: y  equal\n"))
    #expect(endings[3].output.contains("the worst is y[1]: 3.0, expected 4.0 (off by 1.0, "))
    #expect(endings[4].output.hasSuffix("cpu+opt against cpu: y  equal\n"))
  }

  @Test("says what is missing, damaged or contradicts itself")
  func usage() throws {
    let endings = try endings(
      successor,
      [
        [], ["-i", "x=model.onnx.npz"], ["--random-rest", "--steps", "3"],
        ["-i", "1,2", "--seed", "3"], ["-i", "1,2,3"], ["-i", "1,2", "--compare", "model.npy"],
        ["-i", "cat.gif"], ["-i", "1,2", "--profile-trace", "model.onnx/a.json"],
        ["-i", "1,2", "-o", "model.onnx/y.npy"], ["-i", "1,2", "-o", "y.jpg"],
      ])
    #expect(endings.map(\.status) == [2, 2, 2, 2, 2, 2, 2, 4, 2, 2])
    #expect(endings.allSatisfy { $0.output.isEmpty })
    let sentences = [
      "Input 'x' (float[2]) is not given.", "'model.onnx.npz' can't be read: No such file",
      "--steps chooses tokens: --next is missing.", "--seed says what --random-rest draws from",
      "input 'x' is float[3], but the model declares it float[2]", "'model.npy' can't be read",
      "'cat.gif' is a picture in GIF, which is not read: expected JPEG",
      "'model.onnx/a.json' can't be written: Not a directory.",
      "'model.onnx/y.npy' can't be written: Not a directory.", "'y.jpg' has none of the endings",
    ]
    for (ending, sentence) in zip(endings, sentences) {
      #expect(ending.errors.contains(sentence), "\(ending.errors)")
    }
  }

  @Test("tells what each node takes")
  func profile() throws {
    let ending = try #require(
      try endings(
        successor,
        [["-i", "1,2", "--repeat", "3", "--profile", "--profile-trace", "/dev/stdout"]]
      ).first)
    #expect(ending.status == 0)
    #expect(ending.output.contains("cpu: first ") && ending.output.contains("(median of 2)"))
    #expect(ending.output.contains("cpu: 1 nodes, ") && ending.output.contains("\"cat\":\"Add\""))
  }

  @Test("takes as many labels as a decoder has tokens, and brackets around how they are chosen")
  func decodingOptions() throws {
    let model = try SmallDecoder.model(hasCache: false)
    let given = [
      "-i", "input_ids=5,1", "-i", "position_ids=0,1", "-i", "attention_mask=1,1", "--steps", "2",
      "--next",
    ]
    let endings = try Program.endings(
      model,
      [
        ["infer", "model.onnx"] + given + ["logits=input_ids[:greedy]", "--labels", "labels.txt"],
        ["infer", "model.onnx"] + given + ["logits=input_ids:greedy"],
      ], files: ["labels.txt": "a\nb\n"])
    #expect(endings.map(\.status) == [2, 2])
    #expect(endings[0].errors.contains("There are 2 labels, but output 'logits' has "))
    #expect(endings[1].errors.contains("stands in brackets: 'logits=input_ids[:greedy]'."))
  }

  @Test("decodes over a cache that starts empty")
  func decoding() throws {
    let ending = try #require(
      try endings(
        try SmallDecoder.model(hasCache: true),
        [
          [
            "-i", "input_ids=5,1", "-i", "position_ids=0,1", "-i", "attention_mask=1,1", "--steps",
            "4", "--feed", "present.*=past_key_values.*", "--next", "logits=input_ids[:greedy]",
            "--runtime", "cpu,cpu+opt",
          ]
        ]
      ).first)
    #expect(ending.status == 0)
    #expect(ending.output.hasPrefix("4 tokens: "))
    #expect(ending.output.contains("cpu+opt against cpu: the same tokens; scores differ by 0.0"))
    #expect(ending.errors.contains("'attention_mask' grows by ones"))
  }
}
