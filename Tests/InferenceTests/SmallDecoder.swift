import GeneratedCases
import Graphs
import ModelFiles
import Tensors

/// A decoder as Llama is built: normalised by roots of mean squares, positions turned into the keys,
/// gated, its keys and values in a cache.
struct SmallDecoder {
  static let (width, inner, vocabulary, layers, positions) = (16, 24, 32, 2, 64)

  private var model = TestModel()
  private var random = Randomness("small decoder")
  /// Whether keys and values of earlier tokens are inputs, and those of all are outputs.
  private let hasCache: Bool

  static func model(hasCache: Bool) throws -> TestModel {
    var decoder = SmallDecoder(hasCache: hasCache)
    try decoder.build()
    return decoder.model
  }

  private init(hasCache: Bool) { self.hasCache = hasCache }

  private mutating func build() throws {
    model.input("input_ids", .int64, [1, .symbol("length")])
    model.input("position_ids", .int64, [1, .symbol("length")])
    model.input("attention_mask", .int64, [1, .symbol("total")])
    try weights("embedding", [Self.vocabulary, Self.width], scale: 1)
    try weights("cosine", [Self.positions, Self.width / 2], scale: 0.5)
    try weights("sine", [Self.positions, Self.width / 2], scale: 0.5)
    let numbers: [(String, Tensor)] = [
      ("one", Tensor(scalar: Int64(1))), ("zero", Tensor(scalar: Int64(0))),
      ("first", Tensor(vector: [Int64(1)])), ("second", Tensor(vector: [Int64(2)])),
      ("last", Tensor(vector: [Int64(-1)])), ("nothing", Tensor(scalar: Float(0))),
      ("never", Tensor(scalar: Float(-1e9))), ("tiny", Tensor(scalar: Float(1e-5))),
      ("root", Tensor(scalar: Float(Self.width).squareRoot())),
    ]
    for (name, tensor) in numbers { model.constant(name, tensor) }
    // A token sees the keys up to its own position that the mask has ones for.
    let shape = model.node("Shape", ["attention_mask"], ["mask_shape"])
    let total = model.node("Slice", [shape, "first", "second"], ["total_vector"])
    let count = model.node("Squeeze", [total], ["total_count"])
    let keys = model.node("Range", ["zero", count, "one"], ["keys"])
    let queries = model.node("Unsqueeze", ["position_ids", "last"], ["queries"])
    let earlier = model.node("LessOrEqual", [keys, queries], ["earlier"])
    let open = model.node("Equal", ["attention_mask", "one"], ["open"])
    let seen = model.node("And", [earlier, open], ["seen"])
    let bias = model.node("Where", [seen, "nothing", "never"], ["bias"])
    var x = model.node("Gather", ["embedding", "input_ids"], ["x"])
    for layer in 0..<Self.layers { x = try block("\(layer)", x, bias) }
    let normal = try normalized(x, "end")
    _ = try product(normal, "logits", Self.width, Self.vocabulary)
    model.output("logits", .float, [1, .symbol("length"), .known(Self.vocabulary)])
    for (kind, layer) in cached {
      model.output("present.\(layer).\(kind)", .float, Self.cache("total"))
    }
    for (kind, layer) in cached {
      model.input("past_key_values.\(layer).\(kind)", .float, Self.cache("past"))
    }
  }

  private var cached: [(kind: String, layer: Int)] {
    hasCache ? (0..<Self.layers).flatMap { [("key", $0), ("value", $0)] } : []
  }

  private static func cache(_ length: String) -> [Dimension] {
    [1, .symbol(length), .known(width)]
  }

  private mutating func weights(_ name: String, _ shape: Shape, scale: Double) throws {
    let numbers = (0..<shape.count).map { _ in Float(random.normal() * scale) }
    model.constant(name, try Tensor(numbers, shape: shape))
  }

  private mutating func product(_ x: String, _ name: String, _ inputs: Int, _ outputs: Int) throws
    -> String
  {
    try weights("\(name).weight", [inputs, outputs], scale: 1.5 / Double(inputs).squareRoot())
    return model.node("MatMul", [x, "\(name).weight"], [name])
  }

  private mutating func normalized(_ x: String, _ name: String) throws -> String {
    model.constant("\(name).scale", Tensor(vector: [Float](repeating: 1, count: Self.width)))
    return model.node(
      "RMSNormalization", [x, "\(name).scale"], ["\(name).normal"], ["epsilon": .float(1e-5)])
  }

  private mutating func block(_ layer: String, _ x: String, _ bias: String) throws -> String {
    let normal = try normalized(x, "\(layer).attention")
    var rows: [String: String] = [:]
    for part in ["query", "key", "value"] {
      rows[part] = try product(normal, "\(layer).\(part)", Self.width, Self.width)
    }
    for part in ["query", "key"] {
      rows[part] = model.node(
        "RotaryEmbedding", [rows[part] ?? "", "cosine", "sine", "position_ids"],
        ["\(layer).\(part).turned"], ["num_heads": .int(1)])
    }
    for part in ["key", "value"] where hasCache {
      rows[part] = model.node(
        "Concat", ["past_key_values.\(layer).\(part)", rows[part] ?? ""],
        ["present.\(layer).\(part)"], ["axis": .int(1)])
    }
    let keys = model.node(
      "Transpose", [rows["key"] ?? ""], ["\(layer).keys"], ["perm": .ints([0, 2, 1])])
    let scores = model.node("MatMul", [rows["query"] ?? "", keys], ["\(layer).scores"])
    let scaled = model.node("Div", [scores, "root"], ["\(layer).scaled"])
    let masked = model.node("Add", [scaled, bias], ["\(layer).masked"])
    let shares = model.node("Softmax", [masked], ["\(layer).shares"])
    let mixed = model.node("MatMul", [shares, rows["value"] ?? ""], ["\(layer).mixed"])
    let attended = try product(mixed, "\(layer).output", Self.width, Self.width)
    let y = model.node("Add", [x, attended], ["\(layer).attended"])
    let inside = try normalized(y, "\(layer).gate")
    let gate = try product(inside, "\(layer).gated", Self.width, Self.inner)
    let gated = model.node("Sigmoid", [gate], ["\(layer).sigmoid"])
    let silu = model.node("Mul", [gate, gated], ["\(layer).silu"])
    let up = try product(inside, "\(layer).up", Self.width, Self.inner)
    let both = model.node("Mul", [silu, up], ["\(layer).both"])
    let down = try product(both, "\(layer).down", Self.inner, Self.width)
    return model.node("Add", [y, down], ["\(layer).end"])
  }
}
