import Graphs
import Tensors
import Testing

@testable import Operators

@Suite("Random operators") struct RandomTests {
  /// Known answers of Random123's philox4x32-10 and of MT19937 as numpy seeds it with 0.
  @Test("draw the published words")
  func knownAnswers() {
    let block = Philox(key: 0).block(0)
    #expect(block == (0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
    var twister = MersenneTwister(seed: 0)
    #expect(twister.double() == 0.5488135039273248)
    #expect(twister.double() == 0.7151893663724195)
  }

  @Test("RandomNormal has its mean and deviation")
  func normal() throws {
    let node = try TestNode(
      "RandomNormal", opset: 22,
      ["shape": .ints([20_000]), "mean": .float(3), "scale": .float(2), "seed": .float(1)])
    let x = try #require(try node.evaluate().doubles)
    let mean = x.reduce(0, +) / Double(x.count)
    let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count)
    // Five standard errors.
    #expect(abs(mean - 3) < 0.071)
    #expect(abs(variance - 4) < 0.2)
  }

  @Test("Multinomial draws a class as often as its share")
  func multinomial() throws {
    // log 1, log 2 and log 7: shares of 0.1, 0.2 and 0.7.
    let node = try TestNode(
      "Multinomial", opset: 22, ["sample_size": .int(10_000), "seed": .float(7)])
    let draws = try #require(
      try node.evaluate(floats([0, 0.6931472, 1.9459101], [1, 3])).integers)
    for (index, share) in [0.1, 0.2, 0.7].enumerated() {
      let frequency = Double(draws.count { $0 == index }) / 10_000
      #expect(abs(frequency - share) < 0.025)
    }
  }
}
