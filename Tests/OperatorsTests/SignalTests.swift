import Foundation
import Graphs
import Tensors
import Testing

@testable import Operators

@Suite("DFT") struct SignalTests {
  /// The transform of a 1 at place 1 is the circle; of a 1 at place 0, ones.
  @Test("turns an impulse into a circle", arguments: [2, 3, 4, 5, 7, 8, 12, 30, 49, 64, 90, 97])
  func impulse(length: Int) throws {
    var signal = [Double](repeating: 0, count: 2 * length)
    signal[2] = 1
    let node = try TestNode("DFT", opset: 17, ["axis": .int(0)])
    let y = try #require(try node.evaluate(try Tensor(signal, shape: [length, 2])).doubles)
    for k in 0..<length {
      let angle = -2 * Double.pi * Double(k) / Double(length)
      #expect(abs(y[2 * k] - cos(angle)) < 1e-14)
      #expect(abs(y[2 * k + 1] - sin(angle)) < 1e-14)
    }
  }

  @Test("one-sided forth and back gives the signal")
  func roundTrip() throws {
    let signal: [Float] = [3, 1, -4, 1, 5, -9, 2]
    let forth = try TestNode("DFT", opset: 17, ["axis": .int(0), "onesided": .int(1)])
    let back = try TestNode(
      "DFT", opset: 17, ["axis": .int(0), "onesided": .int(1), "inverse": .int(1)])
    let spectrum = try forth.evaluate(floats(signal, [7, 1]))
    #expect(spectrum.shape == [4, 2])
    let result = try back.evaluate(spectrum, Tensor(scalar: Int64(7)))
    #expect(result.shape == [7, 1])
    for (a, b) in zip(try #require(result.doubles), signal) { #expect(abs(a - Double(b)) < 1e-5) }
  }
}
