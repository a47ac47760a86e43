import Graphs
import Tensors

/// Attention of a quantised input with itself: queries, keys and values are
/// `(input - input_zero_point) · (weight - weight_zero_point) · (input_scale · weight_scale) + bias`.
///
/// - Shapes: input `[B, S, I]`, weight `[I, 3E]`, bias `[3E]`; input scale and zero point one number,
///   those of the weight one or `[3E]`; see ``ProjectedAttention``.
/// - Types: products of integers are exact, the rest is computed in float and rounded once.
/// - Throws: `.unsupported` for rotation and for buffers that past and present share.
/// - Source: onnxruntime QAttention, com.microsoft 1.
struct QAttention: Composite {
  static let schema = OperatorSchema(
    "QAttention", domain: "com.microsoft",
    inputs: [
      .one("input", "T1"), .one("weight", "T2"), .one("bias", "T3"), .one("input_scale", "T3"),
      .one("weight_scale", "T3"), .optional("mask_index", "T4"),
      .optional("input_zero_point", "T1"), .optional("weight_zero_point", "T2"),
      .optional("past", "T3"),
    ], outputs: [.one("output", "T3"), .optional("present", "T3")],
    history: [
      .since(
        1,
        [
          "T1": [.int8, .uint8], "T2": [.int8, .uint8], "T3": [.float16, .float], "T4": [.int32],
        ],
        attributes: [
          MicrosoftAttention.doRotary.optional, MaskedAttention.maskFilterValue.optional,
          MaskedAttention.numHeads.required, MicrosoftAttention.sharesBuffer.optional,
          MaskedAttention.scale.optional, MaskedAttention.unidirectional.or(0),
        ])
    ])
  static let tolerance = Tolerance.accumulated

  let projected: ProjectedAttention

  init(_ node: NodeReader) throws(OperatorError) {
    guard node[ifPresent: MicrosoftAttention.doRotary] ?? 0 == 0 else {
      throw .unsupported("do_rotary")
    }
    guard node[ifPresent: MicrosoftAttention.sharesBuffer] ?? 0 == 0 else {
      throw .unsupported("past_present_share_buffer")
    }
    projected = try ProjectedAttention(
      node, places: ProjectedAttention.Places(mask: 5, past: 8, bias: nil))
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let types = try projected.infer(inputs, try inputs.tensor(3).dtype)
    let columns = try inputs.tensor(1).dims?[1]
    for index in [2, 3, 4, 6, 7] where inputs.has(index) {
      guard let dims = try inputs.tensor(index).dims, let columns else { continue }
      let isOne = dims.isEmpty || dims.count == 1 && dims[0].merged(with: 1) != nil
      let isEach = dims.count == 1 && dims[0].merged(with: columns) != nil
      guard index == 2 ? isEach : isOne || isEach && [4, 7].contains(index) else {
        throw .mismatch(
          "input \(index) is \(try inputs.tensor(index)), for \(columns) columns of weights")
      }
    }
    return types
  }

  func composition(_ inputs: Inference, wanted: [Bool]) throws(OperatorError) -> Graph {
    _ = try infer(inputs)
    let dtype = try inputs.tensor(3).dtype
    var builder = GraphBuilder("QAttention", opset: 23)
    var given: [ValueID?] = []
    for index in 0..<9 {
      var value = inputs.has(index) ? builder.input() : nil
      if let plain = value, [2, 3, 4, 8].contains(index) {
        value = try builder.cast(plain, from: dtype, to: .float)
      } else if let point = value, [6, 7].contains(index),
        try inputs.tensor(index).shape?.count == 1
      {
        value = try builder.reshape(point, [])
      }
      given.append(value)
    }
    guard let x = given[0], let w = given[1], let bias = given[2], let inputScale = given[3],
      let weightScale = given[4]
    else { throw .missingInput(0) }
    let sums = try builder.cast(
      try builder.apply("MatMulInteger", x, w, given[6], given[7]), from: .int32, to: .float)
    let scaled = try builder.apply(
      "Mul", sums, try builder.apply("Mul", inputScale, weightScale))
    let outputs = try projected.outputs(
      try builder.apply("Add", scaled, bias), given, inputs,
      wantsPresent: wanted.count > 1 && wanted[1], in: &builder)
    return builder.composed(
      try builder.cast(outputs.y, from: .float, to: dtype),
      try outputs.present.map { present throws(OperatorError) in
        try builder.cast(present, from: .float, to: dtype)
      })
  }
}

extension QAttention {
  private static let plain: [Draw?] = [
    .bytes(2, 3, 6), .integers(0...63, 6, 24), .normal(24), .scalar(0.01), .scalar(0.02),
  ]
  private static let zeros: [Draw?] = [.scalar(120), .scalar(30)]

  static let samples: [Sample] = [
    .headed(plain), .headed(plain + [nil] + zeros),
    .headed(
      [
        .bytes(2, 3, 6), .integers(0...63, 6, 24), .normal(24), .list(0.01),
        .uniform(0.01...0.02, 24), nil, .list(120), .integers(25...35, 24),
      ]),
    .headed(plain + [.list(2, 3)] + zeros), .headed(plain + [.list(3, 2, 1, 0)] + zeros),
    .headed(plain + [.list([1, 0, 1, 1, 1, 0], [2, 3])] + zeros, ["mask_filter_value": -100.0]),
    .headed(plain + [nil] + zeros + [.normal(2, 2, 2, 4, 4)], ["unidirectional": 1])
      .outputs(true, true),
    .headed(plain + [nil] + zeros, ["scale": 0.75]), .headed(plain, ["unidirectional": 1]),
    .headed(
      [.bytes(1, 17, 64), .integers(0...63, 64, 96).constant, .normal(96), .scalar(0.005)]
        + [.scalar(0.02), nil] + zeros, ["num_heads": 4]),
    .refused(.attribute, "num_heads is required", plain),
    .headedRefusal(.shape, "a width is made of heads", plain, ["num_heads": 3]),
    .headedRefusal(
      .shape, "weights have a row an element of input",
      [.bytes(2, 3, 5), .bytes(6, 24), .normal(24), .scalar(0.01), .scalar(0.02)]),
    .headedRefusal(
      .shape, "bias has a number a column",
      [.bytes(2, 3, 6), .bytes(6, 24), .normal(23), .scalar(0.01), .scalar(0.02)]),
    .headedRefusal(
      .shape, "input_scale is one number",
      [.bytes(2, 3, 6), .bytes(6, 24), .normal(24), .uniform(0.1...1, 6), .scalar(0.02)]),
  ]
}
