import Emulations
import Graphs
import Tensors
import Testing

@Suite("Emulated attributes") struct AttributeTests {
  @Test("an attribute counts as absent, as zero, or as another number")
  func numbers() throws {
    let alpha: [String: AttributeValue] = ["alpha": .float(0.5)]
    func leaky(_ emulation: String) throws -> [Float] {
      try emulate(emulation, "LeakyRelu", opset: 16, with: alpha, [-2])
    }
    #expect(try leaky("ignored-attribute:alpha") == [-0.02])
    #expect(try leaky("zero-for-attribute:alpha") == [0])
    #expect(try leaky("attribute-too-large:alpha") == [-1.5])
  }

  @Test("lists are read backwards, axes and numbers one further")
  func lists() throws {
    let x = try Tensor(1, 2, 3, values: (0..<6).map { Float($0) })
    let perm: [String: AttributeValue] = ["perm": .ints([1, 2, 0])]
    let turned = try Emulated("attribute-backwards:perm", "Transpose", opset: 13, perm).evaluate(x)
    #expect(turned.shape == [1, 3, 2])
    let y = try Tensor(2, 2, values: [1, 2, 4, 3] as [Float])
    let axis: [String: AttributeValue] = ["axis": .int(0), "keepdims": .int(0)]
    for emulation in ["other-axis", "attribute-off-by-one:axis"] {
      let most = try Emulated(emulation, "ArgMax", opset: 13, axis).evaluate(y)
      #expect(most.integers == [1, 0])
    }
    let kept = try Emulated("flipped-attribute:keepdims", "ArgMax", opset: 13, axis).evaluate(y)
    #expect(kept.shape == [1, 2])
  }

  /// Twice as many samples of 1 and 2.
  @Test("pixels are placed by another rule")
  func pixels() throws {
    let x = try Tensor(1, 1, 1, 2, values: [1, 2] as [Float])
    let scales = Tensor(vector: [1, 1, 1, 2] as [Float])
    let mode: [String: AttributeValue] = ["mode": .string("linear")]
    let corners = try Emulated(
      "half-pixel-for-align-corners", "Resize", opset: 13, mode, inputs: 3
    ).evaluate(x, nil, scales)
    let thirds = try corners.floats.map { ($0 * 3).rounded() }
    #expect(thirds == [3, 4, 5, 6])
    let nearest = try Emulated("other-mode:mode=nearest", "Resize", opset: 13, mode, inputs: 3)
      .evaluate(x, nil, scales)
    #expect(try nearest.floats == [1, 1, 2, 2])
  }

  @Test("seeds and liberties of the standard are left alone")
  func liberties() throws {
    let top = try Emulated.names("TopK", opset: 11, ["sorted": .int(0)], inputs: 2)
    #expect(top.contains("unsorted-order") && !top.contains("ignored-attribute:sorted"))
    let draw = try Emulated.names("RandomNormalLike", opset: 1, ["seed": .float(3)])
    #expect(draw.contains("zeros") && !draw.contains("index-off-by-one"))
    #expect(!draw.contains("ignored-attribute:seed"))
  }
}
