import Graphs
import Operators
import Tensors
import Testing

@testable import Harness

@Suite("BoundRule") struct BoundRuleTests {
  private func verdict(
    _ found: [Float], exact: [Double], errors: [Double]?, flushes: Bool = false
  ) throws -> BoundRule.Verdict {
    let estimate = Estimate(
      try Tensor(exact, shape: [exact.count]), dtype: .float, errors: errors.map { Buffer($0) })
    return try #require(
      BoundRule(flushesSubnormals: flushes)
        .judge(.tensor(try Tensor(found, shape: [found.count])), against: estimate))
  }

  /// A node's outputs on these inputs, with their errors.
  private func estimate(
    _ name: String, opset: Int, _ inputs: Tensor...
  ) throws -> Estimate {
    let ids = inputs.indices.map { ValueID($0) }
    let node = try OperatorCatalog.standard.node(
      name, opset: opset, named: name, inputs: ids, outputs: [ValueID(9)])
    let graph = Graph(inputs: ids, outputs: [ValueID(9)], nodes: [node])
    return try #require(
      try EstimateRun(graph).outputs(inputs.map { .tensor($0) }).first ?? nil)
  }

  @Test("an Abs that is off by 1e-4 is outside, as every bit is defined")
  func abs() throws {
    let exact = try estimate("Abs", opset: 13, Tensor([Float(-1), 2], shape: [2]))
    let found = try Tensor([Float(1.0001), 2], shape: [2])
    let verdict = try #require(BoundRule().judge(.tensor(found), against: exact))
    #expect(verdict.bounded == 2 && verdict.outside == 1 && verdict.worst == 0)
    #expect(verdict.share == .infinity)
  }

  /// 1/3 lies between two floats, `2⁻²⁵` apart: the nearer is within half of that, the other is not.
  @Test("a result that is exact before rounding has half a unit")
  func half() throws {
    let third = Float(1) / 3
    #expect(try verdict([third], exact: [1.0 / 3], errors: [0]).outside == 0)
    #expect(try verdict([third.nextDown], exact: [1.0 / 3], errors: [0]).outside == 1)
    #expect(try verdict([third.nextDown], exact: [1.0 / 3], errors: [0x1p-25]).outside == 0)
  }

  @Test("NaN is right where NaN is, and an element whose bound is infinite is not judged")
  func special() throws {
    let nan = try verdict([.nan, 1, .nan], exact: [.nan, .nan, 1], errors: [0, 0, 0])
    #expect(nan.bounded == 3 && nan.outside == 2)
    #expect(try verdict([1], exact: [2], errors: [.infinity]).bounded == 0)
  }

  /// The largest float is 3.4028235e38.
  @Test("an infinity is right where the bound reaches past the largest number")
  func overflow() throws {
    let largest = Double(Float.greatestFiniteMagnitude)
    #expect(try verdict([.infinity], exact: [largest], errors: [1e32]).outside == 0)
    #expect(try verdict([-.infinity], exact: [largest], errors: [1e32]).outside == 1)
    #expect(try verdict([.infinity], exact: [1e38], errors: [1e32]).outside == 1)
  }

  @Test("a zero stands for a subnormal number where the runtime flushes, and only there")
  func flushed() throws {
    #expect(try verdict([0], exact: [1e-40], errors: [0], flushes: true).outside == 0)
    #expect(try verdict([0], exact: [1e-40], errors: [0]).outside == 1)
    #expect(try verdict([0], exact: [1e-30], errors: [0], flushes: true).outside == 1)
  }

  /// How a product is formed: which orders are right, and which faults are not.
  enum Way: CaseIterable {
    case forwards, backwards, pairs, unfused
    case tf32, half, dropped

    var isRight: Bool {
      self == .forwards || self == .backwards || self == .pairs || self == .unfused
    }

    func sum(_ a: [Float], _ b: [Float]) -> Float {
      switch self {
      case .forwards: return a.indices.reduce(Float(0)) { $0.addingProduct(a[$1], b[$1]) }
      case .backwards:
        return a.indices.reversed().reduce(Float(0)) { $0.addingProduct(a[$1], b[$1]) }
      case .unfused: return a.indices.reduce(Float(0)) { $0 + a[$1] * b[$1] }
      case .pairs:
        var terms = a.indices.map { a[$0] * b[$0] }
        while terms.count > 1 {
          terms = stride(from: 0, to: terms.count, by: 2).map {
            $0 + 1 < terms.count ? terms[$0] + terms[$0 + 1] : terms[$0]
          }
        }
        return terms[0]
      case .tf32:
        return a.indices.reduce(Float(0)) {
          $0.addingProduct(Self.shortened(a[$1]), Self.shortened(b[$1]))
        }
      case .half:
        return Float(a.indices.reduce(Float16(0)) { $0 + Float16(a[$1] * b[$1]) })
      case .dropped:
        return a.indices.dropLast().reduce(Float(0)) { $0.addingProduct(a[$1], b[$1]) }
      }
    }

    /// To the nearest number of 10 bits after the point.
    private static func shortened(_ x: Float) -> Float {
      Float(bitPattern: (x.bitPattern &+ 0x1000) & ~0x1fff)
    }
  }

  struct Product: CustomTestStringConvertible {
    let way: Way
    let depth: Int
    var testDescription: String { "\(way), K = \(depth)" }
  }

  static let products = Way.allCases.flatMap { way in
    [64, 256, 1024].map { Product(way: way, depth: $0) }
  }

  @Test("products in any order are inside, those of shortened numbers are not", arguments: products)
  func product(of product: Product) throws {
    let (rows, columns, depth) = (8, 8, product.depth)
    var generator = Congruence(state: 7)
    let a = (0..<rows * depth).map { _ in generator.normal() }
    let b = (0..<depth * columns).map { _ in generator.normal() }
    let estimate = try estimate(
      "MatMul", opset: 13, Tensor(a, shape: [rows, depth]), Tensor(b, shape: [depth, columns]))
    let found = (0..<rows * columns).map { place in
      product.way.sum(
        Array(a[place / columns * depth..<(place / columns + 1) * depth]),
        (0..<depth).map { b[$0 * columns + place % columns] })
    }
    let verdict = try #require(
      BoundRule().judge(.tensor(try Tensor(found, shape: [rows, columns])), against: estimate))
    #expect((verdict.outside == 0) == product.way.isRight)
  }

  /// Equal terms are what a sequential sum of products is worst at.
  @Test("a sequential sum of equal terms is inside")
  func equalTerms() throws {
    let depth = 4096
    let a = Array(repeating: Float(0.1), count: depth)
    let estimate = try estimate(
      "MatMul", opset: 13, Tensor(a, shape: [1, depth]), Tensor(a, shape: [depth, 1]))
    let found = try Tensor([Way.forwards.sum(a, a)], shape: [1, 1])
    let verdict = try #require(BoundRule().judge(.tensor(found), against: estimate))
    #expect(verdict.outside == 0)
  }
}

/// Numbers from a linear congruence.
private struct Congruence {
  var state: UInt64

  private mutating func uniform() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) * 0x1p-53
  }

  /// About normally distributed: twelve uniform ones less their mean.
  mutating func normal() -> Float {
    Float((0..<12).reduce(-6) { sum, _ in sum + uniform() })
  }
}
