import Emulations
import Graphs
import Tensors
import Testing

@Suite("Emulated results") struct ResultTests {
  private func identity(_ emulation: String, _ x: [Float]) throws -> [Float] {
    try emulate(emulation, "Identity", opset: 13, x)
  }

  @Test("elements are left out, old, or somebody else's")
  func elements() throws {
    #expect(try identity("missed-edge-tile", [1, 2, 3, 4, 5, 6]) == [1, 2, 3, 4, 0, 0])
    #expect(try identity("missed-edge-tile", [1, 2, 3, 4]) == [0, 0, 0, 0])
    #expect(try emulate("stale-buffer", "Neg", opset: 13, [1, 2, 3, 4]) == [-1, -2, 3, 4])
    #expect(try identity("one-element-its-neighbours", [1, 2, 3, 4]) == [1, 3, 3, 4])
    #expect(try identity("index-off-by-one", [1, 2, 3]) == [2, 3, 3])
    #expect(try identity("first-element-everywhere", [1, 2, 3]) == [1, 1, 1])
    #expect(try identity("zeros", [1, .nan]) == [0, 0])
    #expect(try identity("axis-backwards", [1, 2, 3]) == [3, 2, 1])
    #expect(try identity("axis-turned", [1, 2, 3]) == [2, 3, 1])
  }

  @Test("numbers are a little off")
  func offsets() throws {
    #expect(try identity("relative-1e-4", [1, 0]) == [1.0001, 0])
    #expect(try identity("one-element-2e-10-off", [1, 1]) == [1, 1 + 0x1p-10])
    let truth = try Emulated("truth-inverted", "Not", opset: 1)
      .evaluate(Tensor(vector: [true, true, true]))
    #expect(try Array(truth.elements(as: Bool.self)) == [false, true, false])
    let count = try Emulated("one-integer-off-by-one", "Shape", opset: 13)
      .evaluate(Tensor(2, 3, values: [Float](repeating: 0, count: 6)))
    #expect(try Array(count.elements(as: Int64.self)) == [2, 4])
  }

  @Test("NaN, infinities, signs and subnormal numbers are lost")
  func specials() throws {
    #expect(try identity("nan-to-zero", [.nan, 1]) == [0, 1])
    #expect(
      try identity("infinite-clipped", [-.infinity, 1]) == [-.greatestFiniteMagnitude, 1])
    #expect(try identity("infinite-to-nan", [1, .infinity])[1].isNaN)
    #expect(try identity("sign-lost", [-2, 3]) == [2, 3])
    #expect(try identity("negative-to-zero", [-2, 3]) == [0, 3])
    #expect(
      try identity("flushed-subnormals", [0x1p-127, 0x1p-126, -0x1p-140]) == [0, 0x1p-126, 0])
    #expect(
      try emulate("nan-not-seen", "Max", opset: 13, [.nan, 1], [0, 2]) == [0, 2])
  }

  @Test("elements lie in another order, or under another shape")
  func layouts() throws {
    let x = try Tensor(2, 3, values: [1, 2, 3, 4, 5, 6] as [Float])
    let columns = try Emulated("transposed-layout", "Identity", opset: 13).evaluate(x)
    #expect(try columns.shape == [2, 3] && columns.floats == [1, 4, 2, 5, 3, 6])
    let swapped = try Emulated("swapped-axes", "Identity", opset: 13).evaluate(x)
    #expect(try swapped.shape == [3, 2] && swapped.floats == [1, 4, 2, 5, 3, 6])
    let first = try Emulated("first-of-the-batch-everywhere", "Identity", opset: 13).evaluate(x)
    #expect(try first.floats == [1, 2, 3, 1, 2, 3])
    let image = try Tensor(1, 2, 1, 2, values: [1, 2, 3, 4] as [Float])
    let last = try Emulated("channels-last", "Identity", opset: 13).evaluate(image)
    #expect(try last.floats == [1, 3, 2, 4])
  }

  @Test("types and shapes are wrong")
  func shapes() throws {
    let x = try Tensor(1, 3, values: [1, 2, 3] as [Float])
    #expect(try Emulated("wrong-type", "Identity", opset: 13).evaluate(x).dtype == .double)
    #expect(try Emulated("rank-lost", "Identity", opset: 13).evaluate(x).shape == [3])
    #expect(try Emulated("shorter-by-one", "Identity", opset: 13).evaluate(x).shape == [0, 3])
    let texts = Tensor(vector: ["Ab", "ÄÖ"])
    let small = try Emulated("text-case-lost", "Identity", opset: 13).evaluate(texts)
    #expect(try Array(small.elements(as: String.self)) == ["ab", "äö"])
    let cut = try Emulated("text-cut", "Identity", opset: 13).evaluate(texts)
    #expect(try Array(cut.elements(as: String.self)) == ["A", "Ä"])
    let ascii = try Emulated("text-as-ascii", "Identity", opset: 13).evaluate(texts)
    #expect(try Array(ascii.elements(as: String.self)) == ["Ab", "??"])
  }

  @Test("several outputs change places, and each can be wrong by itself")
  func outputs() throws {
    let k = Tensor(vector: [2] as [Int64])
    let x = Tensor(vector: [3, 1, 2] as [Float])
    let values = [Value.tensor(x), .tensor(k)]
    let swapped = try Emulated("swapped-outputs", "TopK", opset: 11, inputs: 2, outputs: 2)
      .operation.evaluate(Evaluation(values: values, wanted: [true, true]))
    #expect(swapped[0]?.tensor?.dtype == .int64 && swapped[1]?.tensor?.dtype == .float)
    let second = try Emulated(
      "index-off-by-one:output-1", "TopK", opset: 11, inputs: 2, outputs: 2
    ).operation.evaluate(Evaluation(values: values, wanted: [true, true]))
    #expect(second[0]?.tensor?.doubles == [3, 2] && second[1]?.tensor?.integers == [2, 2])
  }

  @Test("an emulation that has nothing to do says so")
  func inapplicable() throws {
    let emulated = try Emulated("nan-to-zero", "Identity", opset: 13)
    #expect(throws: Emulation.inapplicable) {
      try emulated.evaluate(Tensor(vector: [1] as [Int32]))
    }
  }
}
