import Graphs
import Operators
import Optimizer
import Tensors
import Testing

extension SampleGraph {
  mutating func input(_ dims: [Dimension]?, _ dtype: DType = .float) -> ValueID {
    input("x\(graph.inputs.count)", dims, dtype)
  }

  mutating func integers(_ values: Int64...) -> ValueID { constant(Tensor(vector: values)) }

  mutating func scalar(_ value: Double, _ dtype: DType = .float) throws -> ValueID {
    constant(try Tensor(narrowing: .double([value]), to: dtype, shape: []))
  }

  mutating func output(_ ids: ValueID...) { graph.outputs += ids }
}

/// How near the optimised results have to be.
enum Nearness {
  case exact
  /// At most this part of the greatest magnitude.
  case within(Double)
}

extension SampleGraph {
  /// The operators after a pass, in order.
  func operators(after pass: any Pass) async throws -> [String] {
    try await Optimizer([pass]).optimize(graph).graph.operators
  }

  /// Expects these operators after a pass, and the results of the graph as it was.
  func expect(
    _ operators: [String], after pass: any Pass, _ inputs: [Tensor],
    _ nearness: Nearness = .exact, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let optimized = try await Optimizer([pass]).optimize(graph)
    #expect(optimized.graph.operators == operators, sourceLocation: sourceLocation)
    #expect(optimized.graph.outputs == graph.outputs, sourceLocation: sourceLocation)
    let wanted = try await graph.run(inputs)
    let found = try await optimized.graph.run(inputs)
    for (wanted, found) in zip(wanted, found) {
      #expect(found.dtype == wanted.dtype, sourceLocation: sourceLocation)
      #expect(found.shape == wanted.shape, sourceLocation: sourceLocation)
      switch nearness {
      case .exact:
        #expect(found.bytes == wanted.bytes, sourceLocation: sourceLocation)
      case .within(let part):
        let (a, b) = (wanted.doubles ?? [], found.doubles ?? [])
        let peak = a.map(\.magnitude).max() ?? 0
        let distance = zip(a, b).map { ($0 - $1).magnitude }.max() ?? .infinity
        #expect(distance <= part * peak, sourceLocation: sourceLocation)
      }
    }
  }

  /// Expects a pass to leave the graph as it is.
  func expectUnchanged(
    by pass: any Pass, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let optimized = try await Optimizer([pass]).optimize(graph)
    #expect(
      optimized.graph.operators == graph.operators, sourceLocation: sourceLocation)
    #expect(optimized.trace.steps.map(\.reason) == [], sourceLocation: sourceLocation)
  }
}

extension Tensor {
  /// Numbers between -2 and 2 in no order, of any float or signed integer type.
  static func samples(_ shape: Shape, _ dtype: DType = .float, seed: UInt64 = 1) throws -> Tensor {
    var state = seed
    let numbers = (0..<shape.count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(Int64(bitPattern: state) >> 40) / 0x1p22
    }
    return dtype.isFloat
      ? try Tensor(narrowing: .double(Buffer(numbers)), to: dtype, shape: shape)
      : try Tensor(
        narrowing: .int(Buffer(numbers.map { Int64($0 * 50) })), to: dtype, shape: shape)
  }

  fileprivate var bytes: [UInt8]? { elements.withBytes { Array($0) } }
}
