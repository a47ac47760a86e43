import Graphs
import Tensors
import Testing

@testable import Operators

@Suite("Estimates") struct EstimateTests {
  static let u = 0x1p-24

  private func errors(_ node: TestNode, _ inputs: Tensor?...) throws -> [Double] {
    let request = EstimateRequest(
      inputs.map { $0.map { Estimate(exact: .tensor($0)) } })
    let estimate = try #require(try node.operation.estimate(request).first ?? nil)
    return Array(try #require(estimate.errors))
  }

  private func expect(_ found: [Double], _ expected: [Double]) {
    #expect(found.count == expected.count)
    for (a, b) in zip(found, expected) { #expect((a - b).magnitude <= 1e-5 * b) }
  }

  /// `1 · 3 + 2 · (-4) = -5` of Σ|terms| = 11: one addition of at most (11 + 5) / 2, and two products.
  @Test("a product of two terms may be off by 8 u of the addition and 11 u of the products")
  func product() throws {
    let node = try TestNode("MatMul", opset: 13, inputs: 2)
    expect(
      try errors(node, floats([1, 2], [1, 2]), floats([3, -4], [2, 1])), [19 * Self.u])
  }

  /// `alpha · 6 + beta · 4` with alpha 0.5, beta 2: one product, scaled; C scaled; and the sum.
  @Test("Gemm adds the roundings of alpha and beta")
  func gemm() throws {
    let node = try TestNode(
      "Gemm", opset: 13, ["alpha": .float(0.5), "beta": .float(2)], inputs: 3)
    // 6 u, halved 3 u and rounded 3 u; 8 u; the sum 11 u.
    expect(
      try errors(node, floats([2], [1, 1]), floats([3], [1, 1]), floats([4], [1])),
      [(6 * 0.5 + 3 + 8 + 11) * Self.u])
  }

  /// Σ|x| = 6, |Σx| = 2: one addition of at most 4, both terms' own, a half of it all, two more roundings.
  @Test("a mean's sum and its division are rounded")
  func mean() throws {
    let node = try TestNode("ReduceMean", opset: 13, ["axes": .ints([0])])
    expect(try errors(node, floats([4, -2])), [((4 + 6) * 0.5 + 2 * 1) * Self.u])
  }

  /// 1e-30 · 1e-30 is 0 in float32, and so is that times 1e35.
  @Test("a product has no bound where a part of it leaves the type's range")
  func vanished() throws {
    let node = try TestNode("ReduceProd", opset: 13, ["axes": .ints([0])])
    #expect(try errors(node, floats([1e-30, 1e-30, 1e35])) == [.infinity])
    #expect(try errors(node, floats([1e30, 1e30, 1e-35])) == [.infinity])
    #expect(try errors(node, floats([0, 1e-30, 3])) == [0])
    expect(try errors(node, floats([2, 3])), [(6 + 6) * Self.u])
  }

  @Test("an addition is exact before it is rounded, a quotient is not")
  func rounded() throws {
    let (one, three) = (try floats([1]), try floats([3]))
    #expect(try errors(TestNode("Add", opset: 14, inputs: 2), one, three) == [0])
    expect(try errors(TestNode("Div", opset: 14, inputs: 2), one, three), [2 * Self.u / 3])
  }

  /// 2.5 of a scale of 1 is a half: 2 or 3. 2.4 is none.
  @Test("a quantised half may fall to either side")
  func half() throws {
    let node = try TestNode("QuantizeLinear", opset: 13, inputs: 3)
    let zero = try Tensor([UInt8(0)], shape: [])
    #expect(try errors(node, floats([2.5, 2.4]), floats([1], []), zero) == [1, 0])
  }

  @Test("an identity's bits are all defined, and movement adds nothing to errors")
  func movement() throws {
    let node = try TestNode("Transpose", opset: 13)
    let x = try floats([1, 2, 3, 4], [2, 2])
    let exact = try node.operation.estimate(EstimateRequest([Estimate(exact: .tensor(x))]))
    #expect(exact[0]?.errors == nil)
    let off = Estimate(x.inDoubles, dtype: .float, errors: [0.1, 0.2, 0.3, 0.4])
    let moved = try #require(try node.operation.estimate(EstimateRequest([off])).first ?? nil)
    expect(Array(try #require(moved.errors)), [0.1, 0.3, 0.2, 0.4])
  }

  /// (2 ± 0.5) · (3 ± 1): at most 2.5 · 4 - 6 = 4 away, and 6 u of its own.
  @Test("a product of uncertain numbers is taken at the ends")
  func ends() throws {
    let node = try TestNode("MatMul", opset: 13, inputs: 2)
    let a = Estimate(try floats([2], [1, 1]).inDoubles, dtype: .float, errors: [0.5])
    let b = Estimate(try floats([3], [1, 1]).inDoubles, dtype: .float, errors: [1])
    let y = try #require(try node.operation.estimate(EstimateRequest([a, b])).first ?? nil)
    expect(Array(try #require(y.errors)), [4])
  }

  /// The first bin of four ones is 4; any bin's terms add up to 4 in size.
  @Test("a Fourier bin may be off by a share of the signal's size")
  func bin() throws {
    let node = try TestNode("DFT", opset: 17)
    let found = try errors(node, floats([1, 1, 1, 1], [1, 4, 1]))
    #expect(found.count == 8 && found.allSatisfy { $0 > 4 * Self.u && $0 < 128 * Self.u })
  }

  /// Shares of equal scores are 1/2: two functions of 3 ULPs, a sum and a quotient.
  @Test("a softmax of two is within 20 u of one half")
  func softmax() throws {
    let node = try TestNode("Softmax", opset: 13)
    let found = try errors(node, floats([1, 1]))
    #expect(found.allSatisfy { $0 >= 3 * Self.u && $0 <= 10 * Self.u })
  }

  @Test("an operator whose errors nobody states says so")
  func unbounded() throws {
    let node = try TestNode("RandomNormalLike", opset: 1)
    #expect(throws: OperatorError.unbounded("RandomNormalLike")) {
      try node.operation.estimate(EstimateRequest([Estimate(exact: .tensor(floats([1])))]))
    }
  }
}
