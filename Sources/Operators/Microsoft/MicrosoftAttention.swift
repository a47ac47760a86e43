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

extension MicrosoftAttention {
  private static let plain: [Draw?] = [
    .normal(2, 3, 6), .normal([6, 24], scale: 0.5), .normal(24),
  ]

  static let samples: [Sample] = [
    .headed(plain), .headed(Array(plain.prefix(2))),
    .headed([.normal(2, 3, 6), .normal(6, 28), .normal(28)], ["qkv_hidden_sizes": [8, 8, 12]]),
    .headed(plain + [.list(2, 3)]), .headed(plain + [.list(3, 2, 1, 0)]),
    .headed(plain + [.list(2, 3, 0, 0, 0, 0, 0, 0)]),
    .headed(plain + [.list([1, 0, 1, 1, 1, 0], [2, 3])]),
    .headed(plain + [.list([1, 0, 1, 1, 1, 0, 1], [2, 3, 3])], ["mask_filter_value": -100.0]),
    .headed(plain + [nil, .normal(2, 2, 2, 4, 4)]).outputs(true, true),
    .headed(plain + [nil, .normal(2, 2, 2, 4, 4)], ["unidirectional": 1]).outputs(true, true),
    .headed(plain).outputs(true, true), .headed(plain + [nil, nil, .normal(2, 2, 3, 3)]),
    .headed(plain + [nil, nil, .normal(1, 1, 3, 3)], ["scale": 0.75]),
    .headed(plain, ["unidirectional": 1]),
    .headed([.normal(1, 33, 16), .normal([16, 96], scale: 0.3), .normal(96)], ["num_heads": 4]),
    .refused(.attribute, "num_heads is required", plain),
    .headedRefusal(.shape, "a width is made of heads", plain, ["num_heads": 3]),
    .headedRefusal(
      .shape, "weights have a row an element of input", [.normal(2, 3, 5), .normal(6, 24)]),
    .headedRefusal(.shape, "input has three axes", [.normal(3, 6), .normal(6, 24)]),
    .headedRefusal(.shape, "a mask has one of its forms", plain + [.integers(0...1, 2, 2)]),
    .headedRefusal(.shape, "past fits heads", plain + [nil, .normal(2, 2, 3, 4, 4)]),
    .headedRefusal(
      .shape, "bias has a number a column", [.normal(2, 3, 6), .normal(6, 24), .normal(23)]),
    .headedRefusal(
      .attribute, "queries and keys are as wide", plain, ["qkv_hidden_sizes": [8, 6, 10]]),
  ]
}
