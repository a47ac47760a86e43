import Graphs
import Operators
import Runtimes
import Synchronization
import Tensors
import Testing

@testable import Harness

@Suite("DrawsCheck") struct DrawsCheckTests {
  /// What a runtime draws with.
  final class Source: Sendable {
    private let state = Mutex<UInt64>(1)

    func uniform() -> Double {
      state.withLock { state in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        var x = state
        x = (x ^ (x >> 33)) &* 0xff51_afd7_ed55_8ccd
        x ^= x >> 33
        return Double(x >> 11) * 0x1p-53
      }
    }
    /// Starts anew.
    func reset() { state.withLock { $0 = 1 } }
  }

  private func reason(
    _ name: String, opset: Int = 15, _ attributes: [String: AttributeValue] = [:],
    inputs: [Tensor] = [], outputs: Int = 1, _ draw: @escaping @Sendable ([Tensor]) -> [Tensor]
  ) async throws -> String? {
    let ids = inputs.indices.map { ValueID($0) }
    let made = (0..<outputs).map { ValueID(90 + $0) }
    let node = try OperatorCatalog.standard.node(
      name, opset: opset, named: name, inputs: ids, outputs: made, attributes: attributes)
    let graph = Graph(inputs: ids, outputs: made, nodes: [node])
    let values = inputs.map { Value?.some(.tensor($0)) }
    let runtime = TestRuntime { (inputs) throws(RuntimeError) in
      draw(inputs.compactMap { $0?.tensor }).map { .tensor($0) }
    }
    let prepared = try await runtime.prepare(graph)
    let first = try await prepared.run(values).outputs
    let check = try #require(DrawsCheck(graph, values))
    return await check.mismatch(prepared, values, first: first)?.reason
  }

  private func vector(_ values: [Float]) throws -> Tensor {
    try Tensor(values, shape: [values.count])
  }

  private static let p: [Float] = [0.1, 0.9, 0.3, 0.7, 0.5, 0.2, 0.8, 0.4, 0.6, 0.05]

  @Test("Bernoulli passes by numbers of a generator, one that starts anew in each run too")
  func bernoulli() async throws {
    for startsAnew in [false, true] {
      let source = Source()
      let reason = try await reason("Bernoulli", inputs: [vector(Self.p)]) { inputs in
        if startsAnew { source.reset() }
        return inputs.map { x in
          let drawn = (x.doubles ?? []).map { source.uniform() < $0 ? Float(1) : 0 }
          return (try? Tensor(drawn, shape: x.shape)) ?? x
        }
      }
      #expect(reason == nil)
    }
  }

  /// Ten probabilities say too little, but all elements turn at one half.
  @Test("a Bernoulli that compares with one half draws nothing")
  func threshold() async throws {
    let reason = try await reason("Bernoulli", inputs: [vector(Self.p)]) { inputs in
      inputs.map { x in
        let drawn = (x.doubles ?? []).map { $0 > 0.5 ? Float(1) : 0 }
        return (try? Tensor(drawn, shape: x.shape)) ?? x
      }
    }
    #expect(reason?.contains("turn from 0 to 1") == true)
  }

  /// What a generator's uniform numbers become.
  enum Way: CaseIterable {
    case right, wide, shifted, constant, repeating, outside
  }

  @Test(
    "uniform numbers are in range, evenly spread and know nothing of each other",
    arguments: Way.allCases)
  func uniform(way: Way) async throws {
    let source = Source()
    let attributes: [String: AttributeValue] = [
      "shape": .ints([2048]), "low": .float(-1), "high": .float(3),
    ]
    let reason = try await reason("RandomUniform", opset: 1, attributes) { _ in
      var last = 0.0
      let numbers = (0..<2048).map { place -> Float in
        let u = source.uniform()
        defer { last = u }
        return switch way {
        case .right: Float(-1 + 4 * u)
        case .wide: Float(1 + 2 * u)
        case .shifted: Float(-1 + 4 * u * u)
        case .constant: 1
        // Each second number is the one before.
        case .repeating: Float(-1 + 4 * (place % 2 == 0 ? u : last))
        case .outside: place == 7 ? 3.5 : Float(-1 + 4 * u)
        }
      }
      return (try? Tensor(numbers, shape: [2048])).map { [$0] } ?? []
    }
    #expect((reason == nil) == (way == .right))
  }

  @Test("normal numbers have the scale that is asked for", arguments: [1.0, 1.2])
  func normal(scale: Double) async throws {
    let source = Source()
    let reason = try await reason("RandomNormal", opset: 1, ["shape": .ints([4096])]) { _ in
      let numbers = (0..<4096).map { _ in
        Float(scale * (0..<48).reduce(-24) { sum, _ in sum + source.uniform() } / 2)
      }
      return (try? Tensor(numbers, shape: [4096])).map { [$0] } ?? []
    }
    #expect((reason == nil) == (scale == 1))
  }

  @Test("Dropout's output is what its mask keeps, over one less the ratio", arguments: [0, 1, 2])
  func dropout(fault: Int) async throws {
    let source = Source()
    let x = try vector((1...512).map { Float($0) })
    let inputs = [
      x, try Tensor([Float(0.25)], shape: []), try Tensor([true], shape: []),
    ]
    let reason = try await reason("Dropout", opset: 13, inputs: inputs, outputs: 2) { inputs in
      let kept = (0..<512).map { _ in source.uniform() >= 0.25 }
      let share: Float = fault == 1 ? 1 : 0.75
      let numbers = kept.indices.map { kept[$0] ? Float($0 + 1) / share : 0 }
      let mask = fault == 2 ? kept.map { _ in true } : kept
      guard let y = try? Tensor(numbers, shape: [512]), let m = try? Tensor(mask, shape: [512])
      else { return [] }
      return [y, m]
    }
    #expect((reason == nil) == (fault == 0))
  }

  /// b L / 3 = 8.53 with L = ln(128 / 1e-9) = 25.575; and √(8.525² + 2 · 100 · 25.575) = 72.02.
  @Test("a sum of variance 100 has to lie within 80.5, but for one time in 64 thousand millions")
  func limit() {
    #expect((Draws.limit(variance: 100, bound: 1) - 80.55).magnitude < 0.02)
  }
}
