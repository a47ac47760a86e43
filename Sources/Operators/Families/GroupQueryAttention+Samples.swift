import Graphs
import Tensors

extension GroupQueryAttention {
  /// Queries of four heads, keys and values of two, of 8 elements each.
  private static func new(_ batch: Int, _ length: Int) -> [Draw?] {
    [.normal(batch, length, 32), .normal(batch, length, 16), .normal(batch, length, 16)]
  }
  private static let none: [Draw?] = [nil, nil]
  private static func past(_ batch: Int, _ rows: Int, size: Int = 8) -> [Draw?] {
    [.normal(batch, 2, rows, size), .normal(batch, 2, rows, size)]
  }
  private static func lengths(_ last: [Double], total: Double) -> [Draw?] {
    [.list(last, [last.count]), .list(total)]
  }
  private static let prompt = new(2, 3) + none + lengths([2, 2], total: 3)
  private static let step = new(2, 1) + past(2, 4) + lengths([4, 2], total: 5)

  static let samples: [Sample] = plainSamples + weighed + rotations + codes + refusals

  private static let plainSamples: [Sample] = [
    with(prompt), with(new(2, 3) + none + lengths([2, 1], total: 3)), with(step),
    with(new(2, 1) + past(2, 8) + lengths([4, 2], total: 5)),
    with(new(1, 2) + past(1, 4) + lengths([5], total: 6)),
    with([.normal(2, 3, 64), nil, nil, nil, nil] + lengths([2, 2], total: 3)),
    with([.normal(2, 1, 64), nil, nil] + past(2, 4) + lengths([4, 2], total: 5)),
    with(Array(new(2, 3) + none) + [.list(2, 2).constant, .scalar(3).constant]),
    with(
      [.normal(1, 17, 32), .normal(1, 17, 32), .normal(1, 17, 32)] + none
        + lengths([16], total: 17), ["num_heads": 2]),
    with(
      [.normal(1, 33, 64), .normal(1, 33, 16), .normal(1, 33, 16)] + none
        + lengths([32], total: 33), ["num_heads": 4, "kv_num_heads": 1]),
    Sample(prompt, heads).tied("T_CACHE", to: "T"),
    with(
      new(2, 2) + past(2, 4) + lengths([5, 2], total: 6) + Array(repeating: nil, count: 9) + [
        .list(2, 1)
      ]),
  ]

  private static let weighed: [Sample] = [
    with(prompt, ["scale": 0.75, "softcap": 1.5]), with(step, ["smooth_softmax": 1]),
    with(prompt, ["causal": 0]), with(prompt, ["local_window_size": 2]),
    with(step, ["local_window_size": 2]),
    with(prompt + [nil, nil, nil, .normal(1, 1, 3, 3)]),
    with(step + [nil, nil, nil, .normal(2, 4, 1, 5)], ["softcap": 2.0]),
    with(prompt + [nil, nil, nil, nil, .normal(4)]),
    shown(prompt, ["qk_output": 1]), shown(prompt, ["qk_output": 2]),
    shown(step, ["qk_output": 1, "softcap": 1.5]), shown(step, ["qk_output": 2]),
  ]

  private static let rotations: [Sample] = [
    with(wide(2, 3) + none + lengths([2, 1], total: 3) + angles(8), ["do_rotary": 1]),
    with(
      wide(2, 1) + past(2, 4, size: 16) + lengths([4, 2], total: 5) + angles(8),
      ["do_rotary": 1, "rotary_interleaved": 1]),
    with(
      wide(2, 1) + past(2, 4, size: 16) + lengths([4, 2], total: 5) + angles(8)
        + [.list([6, 3], [2, 1])], ["do_rotary": 1]),
    with(
      wide(1, 3) + none + lengths([2], total: 3) + angles(8) + [.list([2, 3, 4], [1, 3])],
      ["do_rotary": 1]),
  ]

  private static let codes: [Sample] = [
    quantized(new(2, 3) + none + lengths([2, 2], total: 3), "PER_TENSOR", 8, .list(0.02)),
    quantized(
      new(2, 1) + [.bytes(2, 2, 4, 8), .bytes(2, 2, 4, 8)] + lengths([4, 2], total: 5),
      "PER_TENSOR", 8, .list(0.02)),
    quantized(
      new(2, 1) + [.bytes(2, 2, 4, 8), .bytes(2, 2, 4, 8)] + lengths([4, 2], total: 5),
      "PER_CHANNEL", 8, .uniform(0.01...0.03, 1, 2, 1, 8)),
    quantized(
      new(2, 1) + [.bytes(2, 2, 4, 4), .bytes(2, 2, 4, 4)] + lengths([4, 2], total: 5),
      "PER_TENSOR", 4, .list(0.3)),
    with(
      new(1, 1) + past(1, 4) + lengths([6], total: 7),
      ["sliding_window_cache": 1, "local_window_size": 3]),
    with(
      new(1, 1) + past(1, 6) + lengths([3], total: 4),
      ["sliding_window_cache": 1, "local_window_size": 3]),
  ]

  private static let refusals: [Sample] = [
    .refused(.attribute, "num_heads is required", prompt, ["kv_num_heads": 2]),
    .refused(.attribute, "kv_num_heads is required", prompt, ["num_heads": 4]),
    refusal(.attribute, "kv_num_heads divides num_heads", prompt, ["num_heads": 3]),
    refusal(
      .missing, "keys and values come together",
      [.normal(2, 3, 32), .normal(2, 3, 16), nil] + none + lengths([2, 2], total: 3)),
    refusal(
      .missing, "past keys and values come together",
      new(2, 1) + [.normal(2, 2, 4, 8), nil] + lengths([4, 2], total: 5)),
    refusal(.value, "a window is causal", prompt, ["causal": 0, "local_window_size": 2]),
    refusal(.attribute, "qk_output is 0, 1 or 2", prompt, ["qk_output": 3]),
    refusal(.attribute, "k_quant_type is one of three", prompt, ["k_quant_type": "PER_ROW"]),
    refusal(.value, "both or neither is quantised", prompt, ["k_quant_type": "PER_TENSOR"]),
    refusal(
      .value, "total_sequence_length is at least the new length",
      new(2, 3) + none + lengths([1, 1], total: 2)),
    refusal(
      .range, "seqlens_k is below total_sequence_length",
      new(2, 3) + none + lengths([2, 3], total: 3)),
    refusal(.missing, "rotation needs angles", prompt, ["do_rotary": 1]),
    refusal(
      .value, "a cache of a window has at least its rows",
      new(1, 1) + past(1, 4) + lengths([6], total: 7),
      ["sliding_window_cache": 1, "local_window_size": 5]),
  ]

  private static let heads: [String: SampleAttribute] = ["num_heads": 4, "kv_num_heads": 2]

  /// The same with heads of 16 elements, which rotation takes.
  private static func wide(_ batch: Int, _ length: Int) -> [Draw?] {
    [.normal(batch, length, 64), .normal(batch, length, 32), .normal(batch, length, 32)]
  }
  private static func angles(_ half: Int) -> [Draw?] {
    [.uniform(-1...1, 16, half), .uniform(-1...1, 16, half)]
  }

  private static func with(
    _ inputs: [Draw?], _ attributes: [String: SampleAttribute] = [:]
  ) -> Sample {
    Sample(inputs, heads.merging(attributes) { $1 }).tied("T_CACHE", to: "T")
      .outputs(true, true, true)
  }

  private static func shown(
    _ inputs: [Draw?], _ attributes: [String: SampleAttribute]
  ) -> Sample {
    with(inputs, attributes).outputs(true, true, true, true)
  }

  private static func quantized(
    _ inputs: [Draw?], _ type: String, _ bits: Int64, _ scale: Draw
  ) -> Sample {
    let given = inputs + Array(repeating: nil, count: 12 - inputs.count) + [scale, scale]
    let attributes: [String: SampleAttribute] = [
      "k_quant_type": .string(type), "v_quant_type": .string(type),
      "kv_cache_bit_width": .int(bits),
    ]
    return Sample(given, heads.merging(attributes) { $1 }).outputs(true, true, true)
      .types("T_CACHE", bits == 8 ? [.int8] : [.uint8])
  }

  private static func refusal(
    _ kind: Refusal.Kind, _ clause: String, _ inputs: [Draw?],
    _ attributes: [String: SampleAttribute] = [:]
  ) -> Sample {
    .refused(kind, clause, inputs, heads.merging(attributes) { $1 }).outputs(true, true, true)
      .tied("T_CACHE", to: "T")
  }
}
