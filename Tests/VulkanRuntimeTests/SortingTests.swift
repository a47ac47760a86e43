import Graphs
import Tensors
import Testing

@testable import VulkanRuntime

/// Order by integer keys, against the interpreter bit for bit.
@Suite("Sorting on the device")
struct SortingTests {
  /// Those that the standard allows TopK-11.
  static let types: [DType] = TypeSet.classicNumbers.tensors.members

  @Test("takes the greatest and the least of long lanes, of every type", arguments: types)
  func topK(dtype: DType) async throws {
    let x = try Tensor.notable(dtype, [2, 700, 3], seed: 5)
    for largest: Int64 in [0, 1] {
      expectSame(
        try await TestDevice.run(
          "TopK", [x, Tensor(vector: [600] as [Int64])],
          ["axis": .int(1), "largest": .int(largest)], outputs: 2))
    }
  }

  /// 7 · i mod 65,537 passes all its values once, so the greatest are known.
  @Test("takes the greatest of more elements than an invocation may loop over")
  func longLane() async throws {
    let count = 65_537
    let x = Tensor(vector: (0..<count).map { Int32($0 * 7 % count) })
    let results = try await TestDevice.run("TopK", [x, Tensor(vector: [3] as [Int64])], outputs: 2)
    #expect(try results.device[0].array(Int32.self) == [65_536, 65_535, 65_534])
    let places = try results.device[1].array(Int64.self)
    #expect(places.map { $0 * 7 % Int64(count) } == [65_536, 65_535, 65_534])
  }

  @Test(
    "finds the keys of an encoder, of every type",
    arguments: [.double, .float, .int16, .int32, .int64] as [DType],
    [.double, .float, .int16, .int32, .int64] as [DType])
  func labels(from: DType, to: DType) async throws {
    // Keys repeat, so that the last of the equal ones counts.
    let keys = try Tensor.notable(from, [9], seed: 3)
    expectSame(
      try await TestDevice.run(
        "LabelEncoder", [try Tensor.notable(from, [5, 40], seed: 9)],
        [
          "keys_tensor": .tensor(keys),
          "values_tensor": .tensor(try Tensor.notable(to, [9], seed: 4)),
          "default_tensor": .tensor(try Tensor.notable(to, [1], seed: 6)),
        ], domain: "ai.onnx.ml"))
  }
}
