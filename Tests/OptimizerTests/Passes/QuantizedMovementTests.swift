import Graphs
import Optimizer
import Tensors
import Testing

@Suite("Movements between DequantizeLinear and QuantizeLinear") struct QuantizedMovementTests {
  let pass = QuantizedMovement()
  let bytes = Tensor.bytes([0, 3, 200, 255, 17, 128], [2, 3])

  @Test("move the integers, and quantising them again ends", arguments: [0.1 as Float, 3e-7, 3e7])
  func roundTrip(scale: Float) async throws {
    var sample = SampleGraph()
    let x = sample.input([2, 3], .uint8)
    let floats = try sample.number(x, scale, .uint8, 128)
    let turned = try sample.apply("Transpose", floats, attributes: ["perm": .ints([1, 0])])
    let flat = try sample.apply("Reshape", turned, sample.integers(6))
    let again = try sample.integers(flat, scale, .uint8, 128)
    sample.output(try sample.apply("Transpose", again, attributes: ["perm": .ints([0])]))
    try await sample.expect(["Transpose", "Reshape", "Transpose"], after: pass, [bytes])
  }

  @Test("take the axis of the scales along")
  func axis() async throws {
    var sample = SampleGraph()
    let x = sample.input([2, 3], .uint8)
    let floats = try sample.apply(
      "DequantizeLinear", x, sample.constant(try floats([0.1, 0.7, 3])),
      attributes: ["axis": .int(1)])
    sample.output(try sample.apply("Transpose", floats, attributes: ["perm": .ints([1, 0])]))
    try await sample.expect(["Transpose", "DequantizeLinear"], after: pass, [bytes])
  }

  @Test("stay where another scale follows, or others read the floats")
  func left() async throws {
    var sample = SampleGraph()
    let x = sample.input([2, 3], .uint8)
    let floats = try sample.number(x, 0.5, .uint8, 128)
    sample.output(
      try sample.integers(floats, 0.25, .uint8, 128), try sample.integers(floats, 0.5, .int8, 0),
      try sample.apply("Transpose", floats, attributes: ["perm": .ints([1, 0])]))
    try await sample.expectUnchanged(by: pass)
  }
}
