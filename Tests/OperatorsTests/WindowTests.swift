import Graphs
import Tensors
import Testing

@testable import Operators

@Suite("A window") struct WindowTests {
  struct Row: CustomTestStringConvertible {
    let input: Int, kernel: Int, stride: Int, pads: [Int], roundsUp: Bool, output: Int
    var testDescription: String {
      "\(input) elements, kernel \(kernel), stride \(stride), pads \(pads), up \(roundsUp)"
    }
  }

  /// The standard's formula by hand; a last window that starts in the padding behind does not count.
  static let rows: [Row] = [
    Row(input: 5, kernel: 2, stride: 2, pads: [0, 0], roundsUp: false, output: 2),
    Row(input: 5, kernel: 2, stride: 2, pads: [0, 0], roundsUp: true, output: 3),
    Row(input: 3, kernel: 1, stride: 2, pads: [0, 1], roundsUp: true, output: 2),
    Row(input: 4, kernel: 3, stride: 3, pads: [1, 1], roundsUp: true, output: 2),
  ]

  @Test("has the outputs that the standard says", arguments: rows)
  func outputs(row: Row) throws {
    let node = try TestNode(
      "MaxPool", opset: 12,
      [
        "kernel_shape": .ints([Int64(row.kernel)]), "strides": .ints([Int64(row.stride)]),
        "pads": .ints(row.pads.map { Int64($0) }), "ceil_mode": .int(row.roundsUp ? 1 : 0),
      ])
    let type = try node.infer(TensorType(.float, [1, 1, row.input]))
    #expect(type.shape == [1, 1, row.output])
  }

  struct Convolved: CustomTestStringConvertible {
    let channels: Int, features: Int, groups: Int, side: Int, stride: Int
    var testDescription: String {
      "\(channels) → \(features) channels in \(groups) groups, \(side)², stride \(stride)"
    }
  }

  /// More pixels than filters, fewer, and groups of either.
  static let convolutions = [
    Convolved(channels: 8, features: 40, groups: 1, side: 20, stride: 1),
    Convolved(channels: 64, features: 96, groups: 1, side: 5, stride: 1),
    Convolved(channels: 16, features: 80, groups: 2, side: 40, stride: 2),
    Convolved(channels: 110, features: 300, groups: 2, side: 7, stride: 2),
  ]

  /// Small integers, so that every sum is exact in any order.
  @Test("that many threads share has every sum", arguments: convolutions)
  func largeConvolution(row: Convolved) throws {
    let (side, taken) = (row.side, row.channels / row.groups)
    let x = (0..<row.channels * side * side).map { Float($0 * 7 % 11 - 5) }
    let w = (0..<row.features * taken * 9).map { Float($0 * 5 % 7 - 3) }
    let b = (0..<row.features).map { Float($0 % 4) }
    let node = try TestNode(
      "Conv", opset: 11,
      [
        "group": .int(Int64(row.groups)), "pads": .ints([1, 1, 1, 1]),
        "strides": .ints([Int64(row.stride), Int64(row.stride)]),
      ], inputs: 3)
    let inputs = (
      try floats(x, [1, row.channels, side, side]), try floats(w, [row.features, taken, 3, 3]),
      try floats(b)
    )
    let extent = (side - 1) / row.stride + 1
    var expected: [Double] = []
    for feature in 0..<row.features {
      let first = feature / (row.features / row.groups) * taken
      for i in 0..<extent * extent {
        var sum = b[feature]
        let (top, left) = (i / extent * row.stride - 1, i % extent * row.stride - 1)
        for c in 0..<taken {
          for h in max(top, 0)..<min(top + 3, side) {
            for v in max(left, 0)..<min(left + 3, side) {
              sum +=
                x[((first + c) * side + h) * side + v]
                * w[(feature * taken + c) * 9 + (h - top) * 3 + v - left]
            }
          }
        }
        expected.append(Double(sum))
      }
    }
    for precision in Precision.allCases {
      let y = try node.evaluate(inputs.0, inputs.1, inputs.2, precision: precision)
      #expect(y.shape == [1, row.features, extent, extent] && y.doubles == expected)
    }
  }

  /// `⌈(6 - 3 + 1) / 2⌉ = 2`, which rounded down is as much.
  @Test("that is VALID has as many outputs whichever way it rounds", arguments: [0, 1] as [Int64])
  func valid(ceilMode: Int64) throws {
    let node = try TestNode(
      "MaxPool", opset: 12,
      [
        "kernel_shape": .ints([3]), "strides": .ints([2]), "auto_pad": .string("VALID"),
        "ceil_mode": .int(ceilMode),
      ])
    #expect(try node.evaluate(floats([1, 3, 2, 5, 4, 6], [1, 1, 6])).doubles == [3, 5])
  }

  @Test("that does not fit is refused")
  func tooLong() throws {
    let node = try TestNode("MaxPool", opset: 12, ["kernel_shape": .ints([4])])
    #expect(throws: OperatorError.self) { try node.evaluate(floats([1, 2, 3], [1, 1, 3])) }
  }

  @Test("of an average counts the padding only where the node says so")
  func average() throws {
    let x = try floats([2, 4], [1, 1, 2])
    let window: [String: AttributeValue] = ["kernel_shape": .ints([2]), "pads": .ints([1, 1])]
    let without = try TestNode("AveragePool", opset: 11, window).evaluate(x)
    #expect(without.doubles == [2, 3, 4])
    let with = try TestNode(
      "AveragePool", opset: 11, window.merging(["count_include_pad": .int(1)]) { $1 }
    ).evaluate(x)
    #expect(with.doubles == [1, 3, 2])
  }

  @Test("of a maximum gives NaN where it has one, and not its padding")
  func maximum() throws {
    let node = try TestNode(
      "MaxPool", opset: 12, ["kernel_shape": .ints([2]), "pads": .ints([1, 0])])
    let y = try node.evaluate(floats([-3, -5, .nan, 1], [1, 1, 4]))
    #expect(try y.elements(as: Float.self).map(\.isNaN) == [false, false, true, true])
    #expect(try y.elements(as: Float.self)[0] == -3)
  }

  @Test("over two groups of channels, dilated and strided, sums as by hand")
  func groups() throws {
    let node = try TestNode(
      "Conv", opset: 11,
      ["group": .int(2), "dilations": .ints([2]), "strides": .ints([2]), "pads": .ints([1, 1])],
      inputs: 3)
    let x = try floats([1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 4])
    let w = try floats([1, 10, 1, -1], [2, 1, 2])
    // Output 0 reads elements -1 and 1, output 1 elements 1 and 3.
    let y = try node.evaluate(x, w, floats([100, 0]))
    #expect(y.shape == [1, 2, 2])
    #expect(y.doubles == [120, 142, -6, -2])
  }

  @Test("of four axes sums too")
  func fourAxes() throws {
    let node = try TestNode("Conv", opset: 11, inputs: 2)
    let x = try floats((1...16).map { Float($0) }, [1, 1, 2, 2, 2, 2])
    let w = try floats(Array(repeating: 1, count: 16), [1, 1, 2, 2, 2, 2])
    #expect(try node.evaluate(x, w).doubles == [136])
  }

  @Test("of a convolution says which channels contradict each other")
  func channels() throws {
    let node = try TestNode("Conv", opset: 11, inputs: 2)
    let error = #expect(throws: OperatorError.self) {
      try node.evaluate(floats([1, 2, 3], [1, 3, 1]), floats([1, 2], [1, 2, 1]))
    }
    #expect(
      error?.description == "X has 3 channels, but W [1, 2, 1] with group 1 takes 2 of each group")
  }

  /// y[0] = ∞ · padding + 1 · 1 + 1 · 2, y[1] = ∞ · 1 + 1 · 2 + 1 · padding, by hand.
  @Test(
    "of a convolution leaves padding out, so that an infinite weight there is none",
    arguments: [1, 40])
  func padding(channels: Int) throws {
    let node = try TestNode("Conv", opset: 11, ["pads": .ints([1, 1])], inputs: 2)
    let x = try floats((0..<2 * channels).map { $0 < 2 ? Float($0 + 1) : 0 }, [1, channels, 2])
    let w = try floats(
      (0..<3 * channels).map { $0 == 0 ? .infinity : 1 }, [1, channels, 3])
    #expect(try node.evaluate(x, w).doubles == [3, .infinity])
  }

  /// Four axes, which no kernel of C takes: 3^4 taps of 4 channels, 324 terms of 0.1 · 1 in blocks of 243.
  @Test("of a convolution over four axes sums in the written blocks")
  func blocksOverFourAxes() throws {
    let node = try TestNode("Conv", opset: 11, inputs: 2)
    let y = try node.evaluate(
      floats(Array(repeating: 0.1, count: 4 * 81), [1, 4, 3, 3, 3, 3]),
      floats(Array(repeating: 1, count: 4 * 81), [1, 4, 3, 3, 3, 3]))
    func chain(_ count: Int) -> Float { (0..<count).reduce(0) { sum, _ in sum + 0.1 } }
    #expect(y.doubles == [Double(chain(243) + chain(81))])
  }
}
