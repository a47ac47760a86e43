import Graphs
import Optimizer
import Tensors
import Testing

/// Models as quantising tools write them. Scales are powers of two, so that floats and integers give the
/// same numbers.
@Suite("Products between DequantizeLinear and QuantizeLinear") struct QuantizedProductsTests {
  let pass = QuantizedProducts()
  let image = Tensor.bytes([0, 3, 200, 255, 17, 128, 5, 90, 33], [1, 1, 3, 3])
  let filters = Tensor.signed([1, -2, 127, -128, 5, 0, 7, 90], [2, 1, 2, 2])

  @Test("become QLinearConv, whose bias is of the products' scale")
  func convolution() async throws {
    var sample = SampleGraph()
    let x = sample.input([1, 1, 3, 3], .uint8)
    let scales = try floats([0.5, 0.25])
    let conv = try sample.apply(
      "Conv", try sample.number(x, 0.5, .uint8, 3),
      try sample.numbers(filters, scales, axis: 0),
      try sample.numbers(Tensor(vector: [Int32(10), -7]), floats([0.25, 0.125]), axis: 0))
    sample.output(try sample.integers(conv, 16, .uint8, 100))
    try await sample.expect(["QLinearConv"], after: pass, [image])
  }

  @Test("take a Relu in where the least integer is 0")
  func relu() async throws {
    for (zero, expected) in [
      (0, ["QLinearConv"]), (1, ["ConvInteger", "DequantizeLinear", "Relu"]),
    ] {
      var sample = SampleGraph()
      let x = sample.input([1, 1, 3, 3], .uint8)
      let conv = try sample.apply(
        "Conv", try sample.number(x, 0.5, .uint8, 3), try sample.numbers(filters, floats([0.5])))
      let relu = try sample.apply("Relu", conv)
      sample.output(try sample.integers(relu, 16, .uint8, zero))
      try await sample.expect(
        expected + (zero == 0 ? [] : ["QuantizeLinear"]), after: pass, [image])
    }
  }

  @Test("keep a bias of floats after exact sums")
  func floatBias() async throws {
    var sample = SampleGraph()
    let x = sample.input([1, 1, 3, 3], .uint8)
    let conv = try sample.apply(
      "Conv", try sample.number(x, 0.5, .uint8, 3),
      try sample.numbers(filters, floats([0.5, 0.25]), axis: 0),
      sample.constant(try floats([0.1, -3])), attributes: ["pads": .ints([1, 1, 1, 1])])
    sample.output(conv)
    try await sample.expect(
      ["ConvInteger", "DequantizeLinear", "Add"], after: pass, [image])
  }

  @Test("become QLinearMatMul, of both operands or one constant matrix")
  func matrices() async throws {
    let rows = Tensor.bytes([0, 255, 7, 128, 3, 99], [2, 3])
    var sample = SampleGraph()
    let a = sample.input([2, 3], .uint8)
    let product = try sample.apply(
      "MatMul", try sample.number(a, 0.5, .uint8, 128),
      try sample.numbers(
        Tensor.signed([1, -2, 3, -4, 5, -128], [3, 2]), floats([2, 0.5]), axis: 1))
    sample.output(try sample.integers(product, 8, .int8, -5))
    try await sample.expect(["QLinearMatMul"], after: pass, [rows])

    var both = SampleGraph()
    let left = both.input([2, 3], .uint8)
    let right = both.input([3, 2], .uint8)
    both.output(
      try both.apply(
        "MatMul", try both.number(left, 0.5, .uint8, 128), try both.number(right, 0.25, .uint8, 7)))
    try await both.expect(
      ["MatMulInteger", "DequantizeLinear"], after: pass,
      [rows, Tensor.bytes([1, 0, 255, 4, 5, 6], [3, 2])])
  }

  @Test("of a Gemm read B the other way round")
  func gemm() async throws {
    var sample = SampleGraph()
    let a = sample.input([2, 3], .uint8)
    let c = sample.input([2])
    sample.output(
      try sample.apply(
        "Gemm", try sample.number(a, 0.5, .uint8, 128),
        try sample.numbers(
          Tensor.signed([1, -2, 3, -4, 5, -128], [2, 3]), floats([2, 0.5]), axis: 0), c,
        attributes: ["transB": .int(1)]))
    try await sample.expect(
      ["Transpose", "MatMulInteger", "DequantizeLinear", "Add"], after: pass,
      [Tensor.bytes([0, 255, 7, 128, 3, 99], [2, 3]), try floats([0.25, -9])])
  }

  @Test(
    "stay where integers would do something else",
    arguments: ["a scale a column of A", "more terms than 32 bits hold", "alpha"])
  func left(case name: String) async throws {
    var sample = SampleGraph()
    let depth = name.hasPrefix("more") ? 33_026 : 3
    let a = sample.input([2, .known(depth)], .uint8)
    let left =
      name.hasPrefix("a scale")
      ? try sample.apply("DequantizeLinear", a, sample.constant(try floats([1, 2, 4])))
      : try sample.number(a, 0.5, .uint8, 128)
    let right = try sample.numbers(
      Tensor.signed(Array(repeating: 1, count: depth), [depth, 1]), floats([0.5]))
    sample.output(
      name == "alpha"
        ? try sample.apply("Gemm", left, right, attributes: ["alpha": .float(2)])
        : try sample.apply("MatMul", left, right))
    try await sample.expectUnchanged(by: pass)
  }
}
