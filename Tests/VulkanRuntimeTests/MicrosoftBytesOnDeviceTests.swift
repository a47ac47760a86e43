import Graphs
import Tensors
import Testing

@testable import VulkanRuntime

/// Operators of com.microsoft over bytes that are made of others: their meaning, on both runtimes.
@Suite("Operators over bytes") struct MicrosoftBytesOnDeviceTests {
  private func bytes(_ values: [UInt8], _ shape: Shape) throws -> Tensor {
    try Tensor(values, shape: shape)
  }
  private func point(_ scale: Float, _ zero: UInt8) -> [Tensor] {
    [Tensor(scalar: scale), Tensor(scalar: zero)]
  }
  private func run(
    _ name: String, _ inputs: [Tensor], _ attributes: [String: AttributeValue] = [:]
  ) async throws -> [Int]? {
    let results = try await TestDevice.run(
      name, inputs, attributes, domain: "com.microsoft", opset: 1)
    expectSame(results)
    return results.host.first?.integers
  }

  /// Means are 1.5 and 2.5 of steps of 1: before 9 is added they go to 2, after that to 10 and 12.
  @Test("round means before or after the zero point is added")
  func means() async throws {
    let x = try bytes([1, 2, 2, 3], [1, 1, 4])
    let points = point(1, 0) + point(1, 9)
    let pooled = try await run(
      "QLinearAveragePool", [x] + points, ["kernel_shape": .ints([2]), "strides": .ints([2])])
    #expect(pooled == [10, 12])
    // The window is the whole image: 2 + 9.
    let whole = try await run(
      "QLinearAveragePool", [try bytes([1, 2], [1, 1, 2])] + points, ["kernel_shape": .ints([2])])
    #expect(whole == [11])
    let all = try await run("QLinearGlobalAveragePool", [try bytes([2, 3], [1, 1, 2])] + points)
    #expect(all == [11])
    let last = try await run(
      "QLinearGlobalAveragePool", [try bytes([1, 5, 3, 7], [1, 2, 2])] + points,
      ["channels_last": .int(1)])
    #expect(last == [11, 15])
    let reduced = try await run(
      "QLinearReduceMean", [try bytes([1, 5, 3, 7], [2, 2])] + points,
      ["axes": .ints([0]), "keepdims": .int(0)])
    #expect(reduced == [11, 15])
  }

  @Test("share out rows, and all axes from one on before opset 13")
  func softmax() async throws {
    let x = try bytes([7, 7, 7, 7], [1, 2, 2])
    let points = point(0.5, 3) + point(1 / 256, 0)
    let along = try await run("QLinearSoftmax", [x] + points, ["axis": .int(1), "opset": .int(13)])
    #expect(along == [128, 128, 128, 128])
    let flat = try await run("QLinearSoftmax", [x] + points, ["axis": .int(1), "opset": .int(11)])
    #expect(flat == [64, 64, 64, 64])
  }

  @Test("choose, find the greatest, and multiply less their zero points")
  func others() async throws {
    let condition = try Tensor([true, false], shape: [2])
    let chosen = try await run(
      "QLinearWhere",
      [condition, try bytes([4, 4], [2])] + point(1, 0) + [try bytes([8], [1])] + point(0.5, 2)
        + point(2, 1))
    #expect(chosen == [3, 3])
    let greatest = try await run(
      "NhwcMaxPool", [try bytes([1, 8, 5, 2, 3, 4], [1, 3, 2])], ["kernel_shape": .ints([2])])
    #expect(greatest == [5, 8, 5, 4])
    let products = try await run(
      "MulInteger",
      [
        try bytes([1, 200], [2]), Tensor(scalar: UInt8(3)), try bytes([5], [1]),
        Tensor(scalar: UInt8(7)),
      ])
    #expect(products == [4, -394])
  }

  /// A is 0…3 by steps of 3/255: bytes 0, 85, 170 and 255.
  @Test("multiply in integers and scale the sums")
  func products() async throws {
    let b = try Tensor([Int8(1), 2, 3, 4], shape: [4, 1])
    let dynamic = try await TestDevice.run(
      "DynamicQuantizeMatMul",
      [try Tensor([Float(0), 1, 2, 3], shape: [1, 4]), b, Tensor(scalar: Float(0.5))],
      domain: "com.microsoft", opset: 1)
    expectSame(dynamic)
    // (85 · 2 + 170 · 3 + 255 · 4) · 3/255 · 0.5
    let y = try #require(dynamic.host.first).elements(as: Float.self)[0]
    #expect(abs(y - 10) < 1e-5)
    let gemm = try await run(
      "QGemm",
      [try bytes([1, 2, 3, 4], [1, 4])] + point(0.5, 1) + [b] + [
        Tensor(scalar: Float(1)), Tensor(scalar: Int8(0)), Tensor(scalar: Int32(-3)),
      ] + point(2, 9))
    // (0 + 2 + 6 + 12 - 3) · 0.5 / 2 = 4.25
    #expect(gemm == [13])
    let turned = try await run(
      "QGemm",
      [try bytes([1, 2, 3, 4], [4, 1])] + point(0.5, 1)
        + [try Tensor([Int8(1), 2, 3, 4], shape: [1, 4])] + [
          Tensor(scalar: Float(1)), Tensor(scalar: Int8(0)), Tensor(scalar: Int32(-3)),
        ] + point(2, 9), ["transA": .int(1), "transB": .int(1)])
    #expect(turned == [13])
  }

  /// With weights of 0 every gate is its bias: i = o = f = 1/2 and c = tanh 0 = 0.
  @Test("remember: the state halves where weights and candidates are 0")
  func memory() async throws {
    let matrix = try bytes([UInt8](repeating: 7, count: 8), [1, 1, 8])
    let states = try bytes([UInt8](repeating: 7, count: 16), [1, 2, 8])
    let scale = try Tensor([Float(1)], shape: [1])
    let seven = try bytes([7], [1])
    let x = try Tensor([Float(1), -2, 3], shape: [3, 1, 1])
    let zeros = try Tensor([Float](repeating: 0, count: 16), shape: [1, 16])
    let lengths = try Tensor([Int32(2)], shape: [1])
    let cell = try Tensor([Float(4), -8], shape: [1, 1, 2])
    let results = try await TestDevice.run(
      "DynamicQuantizeLSTM",
      [
        x, matrix, states, zeros, lengths, try Tensor([Float(0), 0], shape: [1, 1, 2]), cell,
        try Tensor([Float](repeating: 0, count: 6), shape: [1, 6]), scale, seven, scale, seven,
      ], ["hidden_size": .int(2)], outputs: 3, domain: "com.microsoft", opset: 1)
    expectSame(results)
    let ends = try results.host.map { try $0.elements(as: Float.self) }
    #expect(ends[2].elementsEqual([1, -2]))
    #expect(ends[0].suffix(2).elementsEqual([0, 0]))
    #expect(ends[1].elementsEqual(ends[0][2..<4]))
  }
}
