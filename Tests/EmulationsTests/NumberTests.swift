import Emulations
import Graphs
import Tensors
import Testing

@Suite("Emulated numbers") struct NumberTests {
  @Test("TF32 keeps ten bits behind the point and rounds ties to even")
  func tensorFloat() {
    #expect(NumberFormat.tensorFloat.rounded(1 + 0x1p-11) == 1)
    #expect(NumberFormat.tensorFloat.rounded(1 + 0x1p-10) == 1 + 0x1p-10)
    #expect(NumberFormat.tensorFloat.rounded(1 + 3 * 0x1p-11) == 1 + 0x1p-9)
    #expect(NumberFormat.tensorFloat.rounded(-1 - 0x1.2p-11) == -1 - 0x1p-10)
    #expect(NumberFormat.tensorFloat.rounded(.infinity) == .infinity)
    #expect(NumberFormat.tensorFloat.rounded(.nan).isNaN)
    #expect(NumberFormat.tensorFloat.rounded(0x1p-120) == 0x1p-120)
  }

  @Test("bfloat16 keeps seven bits, float16 ten and numbers up to 65504")
  func halves() {
    #expect(NumberFormat.bfloat16.rounded(1 + 0x1p-8) == 1)
    #expect(NumberFormat.bfloat16.rounded(1 + 3 * 0x1p-8) == 1 + 0x1p-6)
    #expect(NumberFormat.half.rounded(1 + 0x1p-11) == 1)
    #expect(NumberFormat.half.rounded(65520) == .infinity)
    #expect(NumberFormat.float.rounded(1 + 0x1p-24) == 1)
    #expect(NumberFormat.double.rounded(1 + 0x1p-52) == 1 + 0x1p-52)
  }

  @Test("factors lose what tensor cores drop, and the sum is as exact as ever")
  func operands() throws {
    let a: [Float] = [1 + 0x1p-11, 0x1p-20]
    #expect(try emulate("tf32-products", "MatMul", opset: 13, a, [1, 1]) == [1 + 0x1p-20])
    #expect(try emulate("bf16-products", "MatMul", opset: 13, [1 + 0x1p-8], [3]) == [3])
    #expect(try emulate("f16-products", "MatMul", opset: 13, [65536], [0.5]) == [.infinity])
  }

  @Test("sums in narrow formats stop where the format does")
  func accumulations() throws {
    #expect(
      try emulate("f16-accumulation", "MatMul", opset: 13, [2048, 1, 1], [1, 1, 1]) == [2048])
    #expect(try emulate("bf16-accumulation", "ReduceSum", opset: 11, [256, 1, 1]) == [256])
    #expect(try emulate("last-product-dropped", "ReduceMean", opset: 11, [1, 2, 3]) == [1])
    #expect(try emulate("last-term-dropped", "MatMul", opset: 13, [1, 2, 3], [1, 1, 1]) == [3])
    let sum = try Emulated("float-accumulation", "ReduceSum", opset: 11)
      .evaluate(Tensor(vector: [1, 0x1p-24]))
    #expect(try Array(sum.elements(as: Double.self)) == [1])
  }

  @Test("results pass through narrower types")
  func widths() throws {
    #expect(try emulate("float-through-half", "Identity", opset: 13, [1 + 0x1p-11]) == [1])
    #expect(try emulate("float-through-bfloat16", "Identity", opset: 13, [1 + 0x1p-8]) == [1])
    #expect(
      try integers("int64-through-int32", [1 << 31, -1] as [Int64]) == [-0x8000_0000, -1])
    #expect(
      try integers("int64-through-double", [1 << 53 + 1, 3] as [Int64]) == [1 << 53, 3])
    #expect(try integers("int32-through-float", [1 << 24 + 1] as [Int32]) == [1 << 24])
    let narrow = try Emulated("double-through-float", "Identity", opset: 13)
      .evaluate(Tensor(vector: [1 + 0x1p-24]))
    #expect(try Array(narrow.elements(as: Double.self)) == [1])
    let half = try Emulated("half-through-bfloat16", "Identity", opset: 13)
      .evaluate(Tensor(vector: [1 + 0x1p-8] as [Float16]))
    #expect(try Array(half.elements(as: Float16.self)) == [1])
  }

  private func integers<T: Element>(_ emulation: String, _ x: [T]) throws -> [T] {
    Array(
      try Emulated(emulation, "Identity", opset: 13).evaluate(Tensor(vector: x))
        .elements(as: T.self))
  }

  @Test("signed and unsigned integers are taken for each other")
  func signs() throws {
    let greater = try Emulated("unsigned-as-signed", "Greater", opset: 13, inputs: 2)
      .evaluate(Tensor(vector: [200] as [UInt8]), Tensor(vector: [100] as [UInt8]))
    #expect(try Array(greater.elements(as: Bool.self)) == [false])
    // 200 is -56, whose half is -28, which is 228.
    let half = try Emulated("unsigned-as-signed", "Div", opset: 14, inputs: 2)
      .evaluate(Tensor(vector: [200] as [UInt8]), Tensor(vector: [2] as [UInt8]))
    #expect(try Array(half.elements(as: UInt8.self)) == [228])
    let most = try Emulated("signed-as-unsigned", "Max", opset: 13, inputs: 2)
      .evaluate(Tensor(vector: [-1] as [Int32]), Tensor(vector: [5] as [Int32]))
    #expect(try Array(most.elements(as: Int32.self)) == [-1])
  }

  @Test("integers saturate for wrapping and wrap for saturating")
  func overflow() throws {
    let sum = try Emulated("saturating-for-wrapping", "Add", opset: 14, inputs: 2)
      .evaluate(Tensor(vector: [100, -100] as [Int8]), Tensor(vector: [100, -100] as [Int8]))
    #expect(try Array(sum.elements(as: Int8.self)) == [127, -128])
    let code = try Emulated("wrapping-for-saturating", "QuantizeLinear", opset: 21, inputs: 3)
      .evaluate(
        Tensor(vector: [300] as [Float]), Tensor(scalar: 1 as Float), Tensor(scalar: 0 as UInt8))
    #expect(try Array(code.elements(as: UInt8.self)) == [44])
    let quotient = try Emulated("integer-division-floored", "Div", opset: 14, inputs: 2)
      .evaluate(Tensor(vector: [-7, 7, -8] as [Int32]), Tensor(vector: [2, 2, 2] as [Int32]))
    #expect(try Array(quotient.elements(as: Int32.self)) == [-4, 3, -4])
  }

  @Test("halves are rounded away from zero, towards it, or everything is cut off")
  func roundings() throws {
    let x: [Float] = [0.5, 1.5, 2.5, -2.5, 1.4, 1.6]
    #expect(
      try emulate("round-half-away", "Round", opset: 11, x) == [1, 2, 3, -3, 1, 2])
    #expect(
      try emulate("round-half-towards-zero", "Round", opset: 11, x) == [0, 1, 2, -2, 1, 2])
    #expect(
      try emulate("truncated-rounding", "Round", opset: 11, x) == [0, 1, 2, -2, 1, 1])
    let cast = try Emulated("truncated-rounding", "Cast", opset: 13, ["to": .int(10)])
      .evaluate(Tensor(vector: [1 + 0x1.8p-11] as [Float]))
    #expect(try Array(cast.elements(as: Float16.self)) == [1])
    let codes = try Emulated("truncated-rounding", "QuantizeLinear", opset: 21, inputs: 3)
      .evaluate(
        Tensor(vector: [3.5, -1.5] as [Float]), Tensor(scalar: 2 as Float),
        Tensor(scalar: 8 as UInt8))
    #expect(try Array(codes.elements(as: UInt8.self)) == [9, 8])
  }

  @Test("formulas of textbooks overflow and cancel")
  func formulas() throws {
    func naive(_ name: String, opset: Int, _ x: Float) throws -> Float {
      try emulate("naive-formula", name, opset: opset, [x])[0]
    }
    #expect(try naive("Softplus", opset: 1, 100) == .infinity)
    #expect(try naive("Tanh", opset: 13, 100).isNaN)
    #expect(try naive("Elu", opset: 6, -0x1p-30) == 0)
    #expect(try naive("Asinh", opset: 9, -0x1p13) == -.infinity)
    let peak = try emulate("exponential-without-peak", "Softmax", opset: 13, [0, 89])
    #expect(peak[0] < 1e-38 && peak[1].isNaN)
  }
}
