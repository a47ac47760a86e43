import Emulations
import Graphs
import Tensors
import Testing

@Suite("Emulated inputs") struct InputTests {
  @Test("inputs are not heeded, negated or swapped")
  func inputs() throws {
    let conv = try Emulated("dropped-bias:B", "Conv", opset: 11, inputs: 3).evaluate(
      Tensor(1, 1, 1, values: [2] as [Float]), Tensor(1, 1, 1, values: [3] as [Float]),
      Tensor(vector: [5] as [Float]))
    #expect(try conv.floats == [6])
    let clip = try Emulated("ignored-optional-input:min", "Clip", opset: 13, inputs: 2)
      .evaluate(Tensor(vector: [-1] as [Float]), Tensor(scalar: 0 as Float))
    #expect(try clip.floats == [-1])
    let choice = try Emulated("negated-mask", "Where", opset: 16, inputs: 3).evaluate(
      Tensor(vector: [true, false]), Tensor(vector: [1, 2] as [Float]),
      Tensor(vector: [3, 4] as [Float]))
    #expect(try choice.floats == [3, 2])
    #expect(try emulate("swapped-inputs", "Sub", opset: 14, [1, 2], [5, 7]) == [4, 5])
    #expect(try emulate("first-input-alone", "Mul", opset: 14, [3], [5]) == [9])
    #expect(try emulate("edge-not-read", "Identity", opset: 13, [1, 2, 3]) == [1, 2, 2])
  }

  @Test("a vector is laid along the wrong axis")
  func broadcasting() throws {
    let sum = try Emulated("broadcast-of-the-wrong-side", "Add", opset: 14, inputs: 2)
      .evaluate(
        Tensor(2, 2, values: [1, 2, 3, 4] as [Float]), Tensor(vector: [10, 20] as [Float]))
    #expect(try sum.floats == [11, 12, 23, 24])
  }

  @Test("places are one off, or do not count from the back")
  func places() throws {
    let x = Tensor(vector: [10, 20, 30] as [Float])
    func gather(_ emulation: String, _ place: Int64) throws -> [Float] {
      try Emulated(emulation, "Gather", opset: 13, inputs: 2)
        .evaluate(x, Tensor(vector: [place])).floats
    }
    #expect(try gather("place-off-by-one:indices", 1) == [30])
    #expect(try gather("place-one-too-low:indices", 1) == [10])
    #expect(try gather("negative-place-as-zero:indices", -1) == [10])
  }

  @Test("what no operator takes is an error, as of a model")
  func refusal() throws {
    let gather = try Emulated("place-off-by-one:indices", "Gather", opset: 13, inputs: 2)
    #expect(throws: OperatorError.self) {
      try gather.evaluate(Tensor(vector: [1] as [Float]), Tensor(vector: [0] as [Int64]))
    }
  }

  /// One unit whose state is the hyperbolic tangent of its input, plus its old state.
  @Test("time runs backwards, or the state stands still")
  func time() throws {
    func states(_ emulation: String, _ x: [Float], _ r: Float) throws -> [Double] {
      try Emulated(
        emulation, "RNN", opset: 14, ["hidden_size": .int(1)], inputs: 3
      ).evaluate(
        Tensor(x.count, 1, 1, values: x), Tensor(1, 1, 1, values: [1] as [Float]),
        Tensor(1, 1, 1, values: [r])
      ).floats.map { Double($0) }
    }
    let (slow, fast) = (0.462_117_157_260_009_76, 0.761_594_155_955_764_9)
    let turned = try states("reversed-time", [0.5, 1], 0)
    #expect(abs(turned[0] - fast) < 1e-6 && abs(turned[1] - slow) < 1e-6)
    let still = try states("stale-state", [1, 0.5], 1)
    #expect(abs(still[0] - fast) < 1e-6 && abs(still[1] - slow) < 1e-6)
  }

  /// Gates of 0, 1, 2, 3 are read as i = 0, o = 3, f = 1, c = 2: `σ(3) · tanh(σ(0) · tanh 2)`.
  @Test("gates lie as PyTorch has them")
  func gates() throws {
    let y = try Emulated(
      "wrong-gate-order", "LSTM", opset: 14, ["hidden_size": .int(1)], inputs: 4
    ).evaluate(
      Tensor(1, 1, 1, values: [0] as [Float]), Tensor(1, 4, 1, values: [0, 0, 0, 0] as [Float]),
      Tensor(1, 4, 1, values: [0, 0, 0, 0] as [Float]),
      Tensor(1, 8, values: [0, 1, 2, 3, 0, 0, 0, 0] as [Float]))
    #expect(try abs(Double(y.floats[0]) - 0.952_574_127 * 0.447_854_937) < 1e-5)
  }

  @Test("an operator is taken for its relation")
  func siblings() throws {
    #expect(try emulate("sibling-operator:Round", "Floor", opset: 13, [1.7]) == [2])
    #expect(try emulate("sibling-operator:ReduceSum", "ReduceMean", opset: 13, [1, 2]) == [3])
  }
}
