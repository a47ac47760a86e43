import Foundation
import Graphs
import Harness
import Interpreter
import Runtimes
import TensorFiles
import Tensors
import Testing

@testable import Inference

@Suite("The largest scores") struct TopScoresTests {
  @Test("come first, of equal ones the first, as shares where asked for")
  func order() throws {
    let scores = try Tensor([Float(1), 3, 3, -1, 0, 5], shape: [2, 3, 1, 1])
    let plain = try TopScores(
      scores, of: "y", count: 2, labels: ["a", "b", "c"], appliesSoftmax: false)
    #expect(plain.rows.map { $0.map(\.index) } == [[1, 2], [2, 1]])
    #expect(
      plain.text(of: "y")
        == "y[0], scores\n  3.0  1  b\n  3.0  2  c\ny[1], scores\n  5.0  2  c\n  0.0  1  b\n")
    let broken = try TopScores(
      Tensor(vector: [Double.nan, 1, .nan, 2]), of: "y", count: 4, labels: nil,
      appliesSoftmax: false)
    #expect(broken.rows.map { $0.map(\.index) } == [[3, 1, 0, 2]])
    // exp(ln 3) is three times exp(0).
    let shares = try TopScores(
      Tensor(vector: [0.0, 1.0986122886681098]), of: "y", count: 5, labels: nil,
      appliesSoftmax: true)
    let found = try #require(shares.rows.first)
    #expect(found.map(\.index) == [1, 0] && shares.text(of: "y").hasPrefix("y, shares of 1"))
    #expect(abs(found[0].score - 0.75) < 1e-12 && abs(found[1].score - 0.25) < 1e-12)
  }

  @Test("need as many labels as there are scores")
  func labels() throws {
    let error = #expect(throws: FeedError.self) {
      try TopScores(
        Tensor(vector: [Float(1), 2]), of: "y", count: 1, labels: ["a"], appliesSoftmax: false)
    }
    #expect(
      error?.description == "There are 1 labels, but output 'y' has 2 scores in a row.")
  }

  /// The mean of each colour, by a convolution that keeps the channels: the picture is red but for a
  /// blue corner, so that its means are 1, 0 and a quarter of 1 less that: 12 / 16, 0, 4 / 16.
  @Test("classify a picture that was drawn")
  func picture() async throws {
    let pixels = (0..<16).flatMap { place -> [UInt8] in
      place % 4 < 2 && place < 8 ? [0, 0, 255] : [255, 0, 0]
    }
    let path = NSTemporaryDirectory() + "picture-\(UUID().uuidString).ppm"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Files.write(Array("P6\n4 4\n255\n".utf8) + pixels, to: path)
    var model = TestModel()
    model.input("image", .float, [.symbol("batch"), 3, 4, 4])
    model.output("scores", .float, [.symbol("batch"), 3])
    let kept = (0..<9).map { Float($0 % 4 == 0 ? 1 : 0) }
    model.constant("kept", try Tensor(kept, shape: [3, 3, 1, 1]))
    model.node("Conv", ["image", "kept"], ["colours"])
    model.node("GlobalAveragePool", ["colours"], ["means"])
    model.node("Flatten", ["means"], ["scores"])
    try await model.withSource { source in
      var request = FeedRequest()
      request.inputs = [path]
      request.images = try ImagePreparation("unit")
      let inputs = try request.feeding(source.interface).values
      let outputs = try await Interpreter().prepare(source).run(inputs).outputs
      let scores = try TopScores(
        try #require(outputs[0].tensor), of: "scores", count: 3, labels: ["red", "green", "blue"],
        appliesSoftmax: false)
      #expect(
        scores.rows == [
          [
            .init(index: 0, score: 0.75, label: "red"), .init(index: 2, score: 0.25, label: "blue"),
            .init(index: 1, score: 0, label: "green"),
          ]
        ])
    }
  }
}
