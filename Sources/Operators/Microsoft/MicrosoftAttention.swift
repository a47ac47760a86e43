import Graphs
import Tensors

/// Attention of an input with itself: `input · weights + bias` holds queries, keys and values.
///
/// - Shapes: input `[B, S, I]`, weights `[I, E + E + Ev]`, bias `[E + E + Ev]`; attention_bias broadcasts
///   to `[B, H, S, T]`; see ``ProjectedAttention``.
/// - Types: computed in float, rounded once.
/// - Throws: `.unsupported` for rotation and for buffers that past and present share.
/// - Source: onnxruntime Attention, com.microsoft 1.
struct MicrosoftAttention: Composite {
  static let doRotary = AttributeKey<Int>("do_rotary")
  static let sharesBuffer = AttributeKey<Int>("past_present_share_buffer")
  static let hiddenSizes = AttributeKey<[Int]>("qkv_hidden_sizes")
  static let rotaryEmbeddingDim = AttributeKey<Int>("rotary_embedding_dim")
  static let schema = OperatorSchema(
    "Attention", domain: "com.microsoft",
    inputs: [
      .one("input", "T"), .one("weights", "T"), .optional("bias", "T"),
      .optional("mask_index", "M"), .optional("past", "T"), .optional("attention_bias", "T"),
      .optional("past_sequence_length", "M"),
    ], outputs: [.one("output", "T"), .optional("present", "T")],
    history: [
      .since(
        1, ["M": [.int32], "T": .floats - [.double]],
        attributes: [
          doRotary.optional, MaskedAttention.maskFilterValue.optional,
          MaskedAttention.numHeads.required, sharesBuffer.optional, hiddenSizes.optional,
          rotaryEmbeddingDim.optional, MaskedAttention.scale.optional,
          MaskedAttention.unidirectional.or(0),
        ])
    ])
  static let tolerance = Tolerance.accumulated

  let projected: ProjectedAttention

  init(_ node: NodeReader) throws(OperatorError) {
    guard node[ifPresent: Self.doRotary] ?? 0 == 0 else { throw .unsupported("do_rotary") }
    guard node[ifPresent: Self.sharesBuffer] ?? 0 == 0 else {
      throw .unsupported("past_present_share_buffer")
    }
    projected = try ProjectedAttention(
      node, widths: node[ifPresent: Self.hiddenSizes],
      places: ProjectedAttention.Places(mask: 3, past: 4, bias: 5))
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    guard !inputs.has(6) else { throw .unsupported("the input past_sequence_length") }
    return try projected.infer(inputs, try inputs.tensor(0).dtype)
  }

  func composition(_ inputs: Inference, wanted: [Bool]) throws(OperatorError) -> Graph {
    _ = try infer(inputs)
    let dtype = try inputs.tensor(0).dtype
    var builder = GraphBuilder("Attention", opset: 23)
    var given: [ValueID?] = []
    for index in 0..<6 {
      let value = inputs.has(index) ? builder.input() : nil
      given.append(
        index == 3
          ? value
          : try value.map { value throws(OperatorError) in
            try builder.cast(value, from: dtype, to: .float)
          })
    }
    guard let x = given[0], let w = given[1] else { throw .missingInput(0) }
    var sum = try builder.apply("MatMul", x, w)
    if let bias = given[2] { sum = try builder.apply("Add", sum, bias) }
    let outputs = try projected.outputs(
      sum, given, inputs, wantsPresent: wanted.count > 1 && wanted[1], in: &builder)
    return builder.composed(
      try builder.cast(outputs.y, from: .float, to: dtype),
      try outputs.present.map { present throws(OperatorError) in
        try builder.cast(present, from: .float, to: dtype)
      })
  }
}
