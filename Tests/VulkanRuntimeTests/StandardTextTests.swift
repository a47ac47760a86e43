import Graphs
import Operators
import Tensors
import Testing

@testable import VulkanRuntime

/// What the standard's text says where its suite is silent; the same on both engines.
@Suite("By the standard's text") struct StandardTextTests {
  private func expect(
    _ name: String, _ inputs: [Tensor], _ attributes: [String: AttributeValue] = [:],
    opset: Int = 13, gives expected: Tensor
  ) async throws {
    let results = try await TestDevice.run(name, inputs, attributes, opset: opset)
    expectSame((results.device, [expected]), "on the device")
    expectSame((results.host, [expected]), "on the host")
  }

  @Test("Round takes halves of double to even, and keeps the sign of zero")
  func round() async throws {
    let halves = [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 0.49999999999999994, -0.3, 0x1p52 + 1, -7.25]
    let even = [-2.0, -2, -0.0, 0, 2, 2, 0, -0.0, 0x1p52 + 1, -7]
    try await expect("Round", [Tensor(vector: halves)], gives: Tensor(vector: even))
  }

  @Test("ReduceMax and ReduceMin of no integers are the element type's ends")
  func emptyExtremes() async throws {
    func check<E: NumberElement & FixedWidthInteger>(_ type: E.Type) async throws {
      let none = try Tensor([E](), shape: [2, 0])
      let axes = Tensor(vector: [Int64(1)])
      for (name, end) in [("ReduceMax", E.min), ("ReduceMin", E.max)] {
        try await expect(
          name, [none, axes], opset: 20, gives: try Tensor([end, end], shape: [2, 1]))
      }
    }
    try await check(Int8.self)
    try await check(UInt8.self)
    try await check(Int32.self)
    try await check(Int64.self)
    try await check(UInt32.self)
    try await check(UInt64.self)
  }

  @Test("Clip-13 without bounds takes infinities to the ends of what is finite; NaN stays")
  func clip() async throws {
    let x = Tensor(vector: [-Float.infinity, -1, .infinity])
    let most = Float.greatestFiniteMagnitude
    try await expect("Clip", [x], gives: Tensor(vector: [-most, -1, most]))
    let halves = Tensor(vector: [-Float16.infinity, .infinity])
    try await expect("Clip", [halves], gives: Tensor(vector: [-65504 as Float16, 65504]))
    let wide = Tensor(vector: [-Double.infinity, .infinity])
    let greatest = Double.greatestFiniteMagnitude
    try await expect("Clip", [wide], gives: Tensor(vector: [-greatest, greatest]))
  }

  @Test("Shrink of integers loses no bit, and cuts off towards zero")
  func shrink() async throws {
    let large: [Int64] = [1 << 53 + 1, -(1 << 53) - 1, 0, 1, 2, -2]
    try await expect(
      "Shrink", [Tensor(vector: large)], ["bias": .float(1), "lambd": .float(1)],
      gives: Tensor(vector: [1 << 53, -(1 << 53), 0, 0, 1, -1] as [Int64]))
    // 5 - 1.5 = 3.5, -5 + 1.5 = -3.5, 1 - 1.5 = -0.5.
    try await expect(
      "Shrink", [Tensor(vector: [5, -5, 1, 0] as [Int32])],
      ["bias": .float(1.5), "lambd": .float(0.5)],
      gives: Tensor(vector: [3, -3, 0, 0] as [Int32]))
    try await expect(
      "Shrink", [Tensor(vector: [5, 1, 0] as [UInt8])],
      ["bias": .float(1.5), "lambd": .float(1.5)], gives: Tensor(vector: [3, 0, 0] as [UInt8]))
  }

  @Test("Cast to float8e8m0 without saturation has NaN for zero and what is below 2^-127")
  func powersOfTwo() async throws {
    let x = Tensor(vector: [0, 0x1p-126, 1, .infinity] as [Float])
    let codes = try Tensor(
      [255, 1, 127, 255].map { Float8E8M0(bits: $0) }, shape: [4])
    try await expect(
      "Cast", [x],
      [
        "to": .int(Int64(DType.float8e8m0.rawValue)), "saturate": .int(0),
        "round_mode": .string("nearest"),
      ], opset: 24, gives: codes)
    // On a device a subnormal may be 0 before a shader sees it.
    #expect(Float8E8M0(0x1p-128, direction: .toNearestOrAwayFromZero, saturates: false).bits == 255)
    #expect(Float8E8M0(0x1p-127, direction: .toNearestOrAwayFromZero, saturates: false).bits == 0)
    #expect(Float8E8M0(0, direction: .up, saturates: true).bits == 0)
  }

  @Test("Concat-1 joins along axis 1 where none is given")
  func concat() async throws {
    let (a, b) = (
      try Tensor([1, 2] as [Float], shape: [2, 1]), try Tensor([3, 4] as [Float], shape: [2, 1])
    )
    try await expect(
      "Concat", [a, b], opset: 1, gives: try Tensor([1, 3, 2, 4] as [Float], shape: [2, 2]))
  }

  /// Keys' kernel with a = -0.75 at x = -0.75, between pixels -1 and 0: the weights of pixels -2 … 1,
  /// of which the first two are clamped to pixel 0. By hand: t = 0.25; w(-2) = -0.10546875,
  /// w(-1) = 0.87890625, w(0) = 0.26171875, w(1) = -0.03515625; pixel 0 gets 1.03515625.
  @Test("GridSample, cubic with border, clamps the pixels and not the position")
  func cubicBorder() async throws {
    let image = try Tensor([1, 3, 5, 7] as [Float], shape: [1, 1, 1, 4])
    // ((g + 1) · 4 - 1) / 2 = -0.75 for g = -1.125; the row's only pixel lies at 0.
    let grid = try Tensor([-1.125, 0] as [Float], shape: [1, 1, 1, 2])
    let value = 1.03515625 * 1 - 0.03515625 * 3
    try await expect(
      "GridSample", [image, grid],
      ["mode": .string("cubic"), "padding_mode": .string("border")], opset: 20,
      gives: try Tensor([Float(value)], shape: [1, 1, 1, 1]))
  }

  @Test("STFT takes a signal of rank 2 for a real one")
  func stft() async throws {
    let signal: [Float] = [1, 2, 3, 4]
    let step = Tensor(scalar: Int64(2))
    let window = Tensor(vector: [1, 1] as [Float])
    let flat = try await TestDevice.run(
      "STFT", [try Tensor(signal, shape: [1, 4]), step, window], opset: 17)
    // Frames [1, 2] and [3, 4]: sums 3 and 7, differences -1 and -1.
    let expected = try Tensor([3, 0, -1, 0, 7, 0, -1, 0] as [Float], shape: [1, 2, 2, 2])
    for (a, b) in [(flat.device[0], expected), (flat.host[0], expected)] {
      #expect(a.shape == b.shape)
      #expect(
        zip(try a.array(Float.self), try b.array(Float.self)).allSatisfy { abs($0 - $1) < 1e-6 })
    }
  }
}
