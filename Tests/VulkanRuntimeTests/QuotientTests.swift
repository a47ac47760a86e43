import Graphs
import Runtimes
import Tensors
import Testing

@testable import VulkanRuntime

/// Expected values are the host's: IEEE 754 has quotients and roots rounded to nearest, and so does every
/// x86-64 processor.
@Suite("Quotients and roots of a device that rounds them wrongly")
struct QuotientTests {
  static let ways: [QuotientRounding] = [.doubles, .integers]

  /// Zeros, the ends of the subnormals and of the finite, infinities, NaN; and any bits.
  private static let numbers: [Float] =
    [
      0, -0.0, 1, -1, 3, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .leastNormalMagnitude,
      .leastNormalMagnitude.nextDown, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
      .infinity, -.infinity, .nan, 0x1.fffffep0, 0x1.000002p0, 0x1.fffffep-1,
    ]
    + MathematicsOnDeviceTests.patterns.map {
      Float(bitPattern: UInt32(truncatingIfNeeded: $0 >> 32))
    }

  /// The numbers by one another, the first ones each by each, and neighbours whose quotients are near 1.
  private static let pairs: [(Float, Float)] =
    numbers.prefix(17).flatMap { a in numbers.prefix(17).map { (a, $0) } }
    + zip(numbers, numbers.dropFirst(7))
    + numbers.prefix(1000).map { ($0, $0.nextUp) }

  private func run(
    _ shader: String, _ inputs: [[Float]], _ way: QuotientRounding
  ) async throws -> [Float] {
    let runtime = try TestDevice.make { $0.quotients = way }
    var test = TestGraph()
    let recipe = Recipe.elementwise(shader, .float, inputs: inputs.map { _ in .float })
    test.graph.outputs = test.add(recipe, inputs.map { _ in test.input() })
    return try await runtime.prepared(test.graph).run(inputs.map { .tensor(Tensor(vector: $0)) })
      .tensor().array(Float.self)
  }

  private func expectSame(_ found: [Float], _ expected: [Float], _ what: (Int) -> String) {
    #expect(found.count == expected.count)
    for (index, (a, b)) in zip(found, expected).enumerated() where !(a.isNaN && b.isNaN) {
      #expect(a.bitPattern == b.bitPattern, "\(what(index)) is \(a), not \(b)")
    }
  }

  @Test("are the nearest", arguments: ways)
  func nearest(way: QuotientRounding) async throws {
    let (a, b) = (Self.pairs.map(\.0), Self.pairs.map(\.1))
    expectSame(
      try await run("Tests/Quotient.comp", [a, b], way), zip(a, b).map { $0 / $1 },
      { "\(a[$0]) / \(b[$0])" })
    let x = Self.numbers
    expectSame(
      try await run("Tests/Root.comp", [x], way), x.map { $0.squareRoot() }, { "√\(x[$0])" })
  }

  @Test("of vectors are those of their components", arguments: ways)
  func vectors(way: QuotientRounding) async throws {
    let x: [Float] = [1, 3, 5, 7, 11]
    // Component k is (x / (k + 3)) root.
    expectSame(
      try await run("Tests/VectorQuotient.comp", [x], way),
      x.map { x in
        (0..<4).reduce(0) { $0 + (x / Float($1 + 3)).squareRoot() }
      }, { "element \($0)" })
  }

  @Test(
    "are not left to a function of the driver",
    arguments: ["InverseRoot", "Length", "Remainder", "Half"])
  func hidden(shader: String) async throws {
    let error = await #expect(throws: RuntimeError.self) {
      _ = try await run("Tests/\(shader).comp", [[4]], .doubles)
    }
    #expect(error?.description.contains("driver's rounding") == true, "\(shader)")
  }
}
