import Graphs
import Tensors
import Testing

@testable import VulkanRuntime

/// Kernels over rows, by an invocation, a subgroup or a workgroup, against the interpreter's bits.
@Suite("Kernels over rows") struct RowTests {
  /// Around the blocks of the order of summation and the widths of subgroups and workgroups.
  static let lengths = [0, 1, 3, 8, 15, 16, 17, 49, 127, 128, 129, 1000, 4097, 16383, 16384, 16385]

  static let edges = [1, 15, 16, 17, 128, 129, 4097]

  @Test("sum in the written order", arguments: lengths, [1, 3])
  func sums(length: Int, count: Int) async throws {
    let x = try Tensor.noise(.float, [count, length])
    for name in ["ReduceMean", "ReduceL2"] where length > 0 {
      expectSame(
        try await TestDevice.run(name, [x], ["axes": .ints([1])], kernels: .groups), name)
    }
    expectSame(try await TestDevice.run("ReduceSum", [x, axis(1)], kernels: .groups))
  }

  @Test("sum columns", arguments: lengths)
  func columns(length: Int) async throws {
    let x = try Tensor.noise(.float, [length, 5])
    expectSame(try await TestDevice.run("ReduceSum", [x, axis(0)], kernels: .groups))
  }

  @Test(
    "fold columns that share a workgroup", arguments: [15, 16, 129, 2000, 16385])
  func neighbours(length: Int) async throws {
    let x = try Tensor.noise(.float, [length, 24])
    let wide = try Tensor.noise(.double, [length, 16])
    expectSame(try await TestDevice.run("ReduceSum", [x, axis(0)], kernels: .groups))
    expectSame(try await TestDevice.run("ReduceSum", [wide, axis(0)], kernels: .groups), "double")
    let axes = ["axes": AttributeValue.ints([0])]
    expectSame(try await TestDevice.run("ReduceMax", [x], axes, kernels: .groups), "ReduceMax")
    expectSame(
      try await TestDevice.run("ArgMin", [x], ["axis": .int(0)], kernels: .groups), "ArgMin")
    expectSame(
      try await TestDevice.run(
        "MeanVarianceNormalization", [x], axes, kernels: .groups), "MeanVarianceNormalization")
  }

  @Test(
    "sum many rows, and many columns",
    arguments: [[70_000, 4], [66_000, 17], [130, 70], [4, 70_000], [129, 5000], [300, 128]]
      as [Shape])
  func many(shape: Shape) async throws {
    let x = try Tensor.noise(.float, shape)
    expectSame(try await TestDevice.run("ReduceSum", [x, axis(1)], kernels: .groups), "rows")
    expectSame(try await TestDevice.run("ReduceSum", [x, axis(0)], kernels: .groups), "columns")
  }

  @Test("sum rows of other types", arguments: [.float16, .double] as [DType])
  func types(dtype: DType) async throws {
    for length in [100, 3000] {
      let x = try Tensor.noise(dtype, [3, length])
      expectSame(try await TestDevice.run("ReduceSum", [x, axis(1)], kernels: .groups))
    }
  }

  @Test(
    "make shares of rows", arguments: ["Softmax", "LogSoftmax", "Hardmax"], lengths.dropFirst())
  func shares(name: String, length: Int) async throws {
    let x = try Tensor.noise(.float, [3, length])
    expectSame(try await TestDevice.run(name, [x], kernels: .groups))
  }

  @Test("make shares of columns", arguments: ["Softmax", "LogSoftmax", "Hardmax"])
  func columnShares(name: String) async throws {
    for shape in [[2, 21, 2100], [2, 300, 7], [2, 300, 40], [3, 17, 8]] as [Shape] {
      let x = try Tensor.noise(.float, shape)
      expectSame(try await TestDevice.run(name, [x], ["axis": .int(1)], kernels: .groups))
    }
  }

  @Test("find NaN in a row, wherever it is", arguments: [5, 100, 3000])
  func missing(length: Int) async throws {
    var values = try Tensor.noise(.float, [2, length]).array(Float.self)
    values[length + length / 2] = .nan
    let x = try Tensor(values, shape: [2, length])
    let found = try await TestDevice.run("Softmax", [x], kernels: .groups).device[0]
    let y = try found.array(Float.self)
    #expect(y[..<length].allSatisfy { !$0.isNaN } && y[length...].allSatisfy(\.isNaN))
  }

  @Test("bring rows to mean 0 and variance 1", arguments: edges)
  func normalization(length: Int) async throws {
    let x = try Tensor.noise(.float, [3, length])
    let (scale, bias) = (
      try Tensor.noise(.float, [length], seed: 2), try Tensor.noise(.float, [length], seed: 3)
    )
    expectSame(
      try await TestDevice.run(
        "LayerNormalization", [x, scale, bias], outputs: 3, opset: 17, kernels: .groups))
    let image = try Tensor.noise(.float, [2, 3, length])
    let channels = try [4, 5].map { try Tensor.noise(.float, [3], seed: $0) }
    expectSame(
      try await TestDevice.run("InstanceNormalization", [image] + channels, kernels: .groups))
    expectSame(try await TestDevice.run("LpNormalization", [x], kernels: .groups))
  }

  @Test("pool the first of zeros of both signs", arguments: KernelStyle.allCases)
  func zeros(kernels: KernelStyle) async throws {
    let zeros = (0..<128).map { Float($0 % 3 == $0 / 64 ? -0.0 : 0) }
    let x = try Tensor(zeros, shape: [1, 2, 8, 8])
    let y = try await TestDevice.run("GlobalMaxPool", [x], kernels: kernels).device[0]
    #expect(try y.array(Float.self).map(\.sign) == [.minus, .minus])
  }

  @Test("pool whole planes", arguments: ["GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool"])
  func pools(name: String) async throws {
    for side in [1, 4, 7, 12, 70] {
      let x = try Tensor.noise(.float, [2, 3, side, side])
      expectSame(try await TestDevice.run(name, [x], kernels: .groups), "\(side)")
    }
  }

  @Test(
    "find the first extreme, of zeros of both signs and with NaN", arguments: edges)
  func extremes(length: Int) async throws {
    var zeros = [Float](repeating: 0, count: 4 * length)
    for k in zeros.indices where k % length % 3 != 1 { zeros[k] = -0.0 }
    zeros[3 * length + length / 2] = .nan
    let x = try Tensor(zeros, shape: [4, length])
    let noise = try Tensor.noise(.float, [3, length])
    for name in ["ReduceMax", "ReduceMin"] {
      let axes = ["axes": AttributeValue.ints([1])]
      expectSame(try await TestDevice.run(name, [x], axes, kernels: .groups), "\(name) of zeros")
      expectSame(try await TestDevice.run(name, [noise], axes, kernels: .groups), name)
    }
    for name in ["ArgMax", "ArgMin"] {
      for last in [0, 1] as [Int64] {
        let attributes = ["axis": AttributeValue.int(1), "select_last_index": .int(last)]
        expectSame(try await TestDevice.run(name, [x], attributes, kernels: .groups), name)
        expectSame(try await TestDevice.run(name, [noise], attributes, kernels: .groups), name)
      }
    }
  }

  @Test("fold integers in any order", arguments: [.int32, .int64, .uint32, .uint64] as [DType])
  func integers(dtype: DType) async throws {
    for length in [7, 2000] {
      let x = try Tensor.notable(dtype, [3, length], seed: 5)
      for name in ["ReduceProd", "ReduceMax", "ReduceMin", "ReduceSumSquare"] {
        let axes = ["axes": AttributeValue.ints([1])]
        expectSame(try await TestDevice.run(name, [x], axes, kernels: .groups), name)
      }
      expectSame(try await TestDevice.run("ReduceSum", [x, axis(1)], kernels: .groups))
      expectSame(
        try await TestDevice.run("ArgMax", [x], ["axis": .int(1)], kernels: .groups), "ArgMax")
    }
  }

  @Test("attend in tiles, in the written order", arguments: [1, 8, 31, 32, 33, 70], [20, 300])
  func attention(queries: Int, size: Int) async throws {
    let (q, k, v) = (
      try Tensor.noise(.float, [2, 4, queries, size]),
      try Tensor.noise(.float, [2, 2, 300, size], seed: 2),
      try Tensor.noise(.float, [2, 2, 300, 37], seed: 3)
    )
    expectSame(
      try await TestDevice.run(
        "Attention", [q, k, v], ["is_causal": .int(1)], opset: 23, kernels: .groups))
  }

  @Test("sort lanes within a workgroup's reach and beyond", arguments: [513, 1024, 1025, 5000])
  func sorts(extent: Int) async throws {
    let x = try Tensor.quarters(.float, [3, extent])
    let k = Tensor(vector: [Int64(extent)])
    expectSame(try await TestDevice.run("TopK", [x, k], outputs: 2, kernels: .groups))
  }

  private func axis(_ axis: Int64) -> Tensor { Tensor(vector: [axis]) }
}
