import Graphs
import Tensors
import Testing

@testable import Operators

/// A node of com.microsoft.
private func node(
  _ name: String, _ attributes: [String: AttributeValue] = [:], inputs: Int = 1
) throws -> TestNode {
  try TestNode(name, opset: 1, attributes, inputs: inputs, domain: "com.microsoft")
}

@Suite("MatMulNBits") struct MatMulNBitsTests {
  /// Rows of codes in bytes, bit by bit.
  private static func packed(_ codes: [Int], _ bits: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: (codes.count * bits + 7) / 8)
    for (index, code) in codes.enumerated() {
      for bit in 0..<bits where code >> bit & 1 == 1 {
        let place = index * bits + bit
        bytes[place / 8] |= 1 << UInt8(place % 8)
      }
    }
    return bytes
  }

  private static func attributes(
    _ columns: Int, _ depth: Int, block: Int = 16, bits: Int = 4
  ) -> [String: AttributeValue] {
    [
      "N": .int(Int64(columns)), "K": .int(Int64(depth)), "block_size": .int(Int64(block)),
      "bits": .int(Int64(bits)),
    ]
  }

  /// W[n, k] is (code - zero) / 4, code (3n + k) mod 2^bits, zero 1 + n; A is 1, 2, 3 by row.
  @Test("unpacks the lowest bits first", arguments: 2...8, [1, 3])
  func bits(bits: Int, rows: Int) throws {
    let (columns, depth) = (5, 20)
    let code = { (n: Int, k: Int) in (3 * n + k) % (1 << bits) }
    let zero = { (n: Int) in (1 + n) % (1 << bits) }
    // The second block ends in codes past K.
    var (b, zeros): ([UInt8], [UInt8]) = ([], [])
    for n in 0..<columns {
      b += Self.packed((0..<16).map { code(n, $0) }, bits)
      b += Self.packed((16..<32).map { code(n, $0) }, bits)
      zeros += Self.packed([zero(n), zero(n)], bits)
    }
    let a = try floats((0..<rows * depth).map { Float(1 + $0 / depth) }, [rows, depth])
    let y = try node(
      "MatMulNBits", Self.attributes(columns, depth, bits: bits), inputs: 4
    ).evaluate(
      a, try Tensor(b, shape: [columns, 2, 2 * bits]),
      floats(Array(repeating: 0.25, count: 2 * columns), [columns, 2]),
      try Tensor(zeros, shape: [columns, zeros.count / columns]))
    var expected: [Float] = []
    for row in 0..<rows {
      for n in 0..<columns {
        var sum = 0
        for k in 0..<depth { sum += code(n, k) - zero(n) }
        expected.append(Float(sum * (1 + row)) / 4)
      }
    }
    #expect(try y.elements(as: Float.self).elementsEqual(expected))
  }

  @Test("gives a packed constant's results the same bits", arguments: [2, 3, 4, 8])
  func packing(bits: Int) throws {
    let (columns, depth) = (70, 320)
    let operation = try node(
      "MatMulNBits", Self.attributes(columns, depth, block: 32, bits: bits), inputs: 3)
    let b = try Tensor(
      (0..<columns * 40 * bits).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ $0 >> 7) },
      shape: [columns, 10, 4 * bits])
    let scales = try uneven([columns, 10], seed: 3)
    let alone = try #require(operation.operation.packing([1: b], .native))
    let packing = try #require(operation.operation.packing([1: b, 2: scales], .native))
    let held = try #require(packing.inputs[1])
    for rows in [1, 2, 9] {
      let a = try uneven([rows, depth], seed: UInt32(rows))
      let values = [a, held, scales].map { Value.tensor($0) }
      for packed in [alone, packing] {
        let y = try #require(
          try packed.operation.evaluate(Evaluation(values: values)).first??.tensor)
        #expect(try y.hasBits(of: operation.evaluate(a, b, scales)))
      }
    }
    #expect(held.hasBits(of: b), "it can be unpacked")
    #expect(operation.operation.packing([1: b], .double) == nil)
  }

  @Test("says what is wrong")
  func errors() throws {
    #expect(throws: OperatorError.attribute("bits", found: "9", expected: "2 to 8")) {
      try node("MatMulNBits", Self.attributes(2, 16, bits: 9))
    }
    #expect(throws: OperatorError.self) {
      try node("MatMulNBits", Self.attributes(2, 16, block: 24))
    }
    #expect(throws: OperatorError.self) { try node("MatMulNBits", Self.attributes(0, 16)) }
    let operation = try node("MatMulNBits", Self.attributes(1, 16), inputs: 5)
    let (a, b) = (
      try uneven([1, 16], seed: 1), try Tensor([UInt8](repeating: 0, count: 8), shape: [1, 1, 8])
    )
    let scales = try floats([1], [1, 1])
    let groups = try Tensor([Int32](repeating: 0, count: 15) + [1], shape: [16])
    #expect(throws: OperatorError.index(1, extent: 1)) {
      try operation.evaluate(a, b, scales, nil, groups)
    }
    #expect(throws: OperatorError.self) {
      try operation.evaluate(a, b, try floats([1, 2], [1, 2]))
    }
    #expect(throws: OperatorError.self) {
      try operation.evaluate(try uneven([1, 15], seed: 1), b, scales)
    }
  }
}

@Suite("Bytes that stand for numbers") struct MicrosoftBytesTests {
  private func bytes(_ values: UInt8...) throws -> Tensor {
    try Tensor(values, shape: [values.count])
  }
  private func point(_ scale: Float, _ zero: UInt8) -> (scale: Tensor, zero: Tensor) {
    (Tensor(scalar: scale), Tensor(scalar: zero))
  }

  /// 0.5 + 9 and 1.5 + 9 lie between two bytes, and go to the even one.
  @Test(
    "are added and multiplied with the zero point before rounding",
    arguments: ["QLinearAdd", "QLinearMul"])
  func pairs(name: String) throws {
    let (half, one, nine) = (point(0.5, 0), point(1, 0), point(1, 9))
    let zero = name == "QLinearAdd" ? try bytes(0) : try bytes(1)
    let y = try node(name, inputs: 8).evaluate(
      try bytes(0, 1, 2, 3, 255), half.scale, half.zero, zero, one.scale, one.zero, nine.scale,
      nine.zero)
    #expect(y.integers == [9, 10, 10, 10, 136])
    let saturated = try node(name, inputs: 8).evaluate(
      try bytes(0, 255), one.scale, half.zero, try bytes(255), one.scale, one.zero, one.scale,
      point(1, 200).zero)
    #expect(saturated.integers == (name == "QLinearAdd" ? [255, 255] : [200, 255]))
  }

  /// Numbers are -1, -0.5, 0, 0.5, 1.5; 0.5 rounds to 0 before 9 is added.
  @Test("take a function with the zero point after rounding")
  func unary() throws {
    let (x, y) = (point(0.5, 2), point(1, 9))
    let leaky = try node("QLinearLeakyRelu", ["alpha": .float(5)], inputs: 5).evaluate(
      try bytes(0, 1, 2, 3, 5), x.scale, x.zero, y.scale, y.zero)
    // -5, -2.5, 0, 0.5, 1.5
    #expect(leaky.integers == [4, 7, 9, 9, 11])
    // 1 / (1 + e^0) = 1/2 is 128 steps of 1/256.
    let sigmoid = try node("QLinearSigmoid", inputs: 4).evaluate(
      try bytes(0, 255), Tensor(scalar: Float(1)), nil, Tensor(scalar: Float(1) / 256))
    #expect(sigmoid.integers == [128, 255])
  }

  @Test("are joined under one scale")
  func concat() throws {
    let (y, one, half) = (point(1, 9), point(1, 0), point(0.5, 1))
    let joined = try node("QLinearConcat", ["axis": .int(0)], inputs: 8).evaluate(
      y.scale, y.zero, try bytes(0, 250), one.scale, one.zero, try bytes(0, 2, 4), half.scale,
      half.zero)
    // -0.5, 0.5 and 1.5 go to 0, 0 and 2.
    #expect(joined.integers == [9, 255, 9, 9, 11])
    #expect(throws: OperatorError.self) {
      try node("QLinearConcat", ["axis": .int(0)], inputs: 4)
    }
  }

  @Test("multiply exactly, and are scaled to floats")
  func product() throws {
    let y = try node("MatMulIntegerToFloat", inputs: 7).evaluate(
      try Tensor([UInt8(3), 5], shape: [1, 2]), Tensor([UInt8(2), 4, 0, 255], shape: [2, 2]),
      floats([0.5], []), floats([0.25, 2]), Tensor(scalar: UInt8(1)), Tensor(scalar: UInt8(0)),
      floats([1, -1]))
    // 2 · 2 + 4 · 0 = 4 eighths and 1; 2 · 4 + 4 · 255 = 1028 less 1.
    #expect(try y.elements(as: Float.self).elementsEqual([1.5, 1027]))
  }

  @Test("take one scale only")
  func scales() throws {
    let (scales, zero) = (try floats([1, 2]), Tensor(scalar: UInt8(0)))
    #expect(throws: OperatorError.self) {
      try node("QLinearSigmoid", inputs: 5).evaluate(
        try bytes(1, 2), scales, zero, Tensor(scalar: Float(1)), zero)
    }
  }

  /// Codes 1…8 in four bits, less 8, times 0.5; the second row's are less 1, times 2.
  @Test("are gathered out of blocks, and an index outside gives zeros")
  func gather() throws {
    let rows: [UInt8] = [0x21, 0x43, 0x65, 0x87, 0x21, 0x43, 0x65, 0x87]
    let gathered = try node(
      "GatherBlockQuantized", ["block_size": .int(16)], inputs: 4
    ).evaluate(
      try Tensor(rows, shape: [2, 4]), try Tensor([Int64(-1), 2, 0], shape: [3]),
      floats([0.5, 2], [2, 1]), try Tensor([UInt8(8), 1], shape: [2, 1]))
    #expect(
      try gathered.elements(as: Float.self).elementsEqual(
        [0, 2, 4, 6, 8, 10, 12, 14] + Array(repeating: 0, count: 8)
          + [-3.5, -3, -2.5, -2, -1.5, -1, -0.5, 0]))
  }
}
