import Graphs
import Tensors

extension Attention {
  static let samples: [Sample] =
    (plain + precise + cached + shown + masked).map { $0.types("U", [.bool]) }
    + windows.map { $0.types("U", [.bool]).since(25) } + weighed
    + refused.map { $0.types("U", [.bool]) }

  static let gaps = [
    SampleGap(
      "U", .integers,
      because: "a mask is boolean or \"a float mask of the same type as query, key, value\"")
  ]

  private static let types: [DType] = [.float, .float16, .double, .bfloat16]
  private static let q = Draw.normal(2, 2, 3, 8)
  private static let k = Draw.normal(2, 2, 5, 8)
  private static let v = Draw.normal(2, 2, 5, 8)

  private static let plain: [Sample] =
    [
      Sample([.normal(2, 3, 4, 8), .normal(2, 3, 4, 8), .normal(2, 3, 4, 8)]).everyPair,
      Sample([.normal(1, 2, 3, 8), .normal(1, 2, 5, 8), .normal(1, 2, 5, 7)]),
      Sample(
        [.normal(2, 4, 24), .normal(2, 6, 24), .normal(2, 6, 15)],
        ["q_num_heads": 3, "kv_num_heads": 3]),
      // Heads of keys that queries share: some, and one for all.
      Sample([.normal(1, 4, 3, 8), .normal(1, 2, 5, 8), .normal(1, 2, 5, 8)]),
      Sample(
        [.normal(2, 3, 32), .normal(2, 5, 16), .normal(2, 5, 12)],
        ["q_num_heads": 4, "kv_num_heads": 2]),
      Sample([.normal(1, 3, 3, 8), .normal(1, 1, 5, 8), .normal(1, 1, 5, 4)]),
      Sample([q, k, v], ["scale": 0.25]), Sample([q, k, v], ["softcap": 2.0]),
      Sample([q, k, v], ["is_causal": 1]),
      Sample([.normal(1, 2, 4, 8), .normal(1, 2, 4, 8), .normal(1, 2, 4, 8)], ["is_causal": 1]),
      Sample([.normal(1, 2, 33, 64), .normal(1, 2, 65, 64), .normal(1, 2, 65, 64)]),
      Sample(
        [.normal(1, 1, 129, 17), .normal(1, 1, 257, 17), .normal(1, 1, 257, 9)], ["is_causal": 1]),
      Sample([.normal(1, 1, 1, 1), .normal(1, 1, 1, 1), .normal(1, 1, 1, 1)]),
      Sample([.normal(0, 2, 3, 4), .normal(0, 2, 3, 4), .normal(0, 2, 3, 4)]),
    ]

  private static let precise: [Sample] = types.map { type in
    Sample([q, k, v], ["softmax_precision": .int(Int64(type.rawValue))])
  }

  private static let cached: [Sample] = [
    Sample(
      [
        .normal(1, 2, 2, 8), .normal(1, 2, 2, 8), .normal(1, 2, 2, 6), nil, .normal(1, 2, 3, 8),
        .normal(1, 2, 3, 6),
      ]
    ).outputs(true, true, true),
    Sample(
      [
        .normal(1, 4, 2, 8), .normal(1, 2, 2, 8), .normal(1, 2, 2, 8), nil, .normal(1, 2, 7, 8),
        .normal(1, 2, 7, 8),
      ], ["is_causal": 1]
    ).outputs(true, true, true),
    Sample(
      [
        .normal(2, 1, 16), .normal(2, 1, 16), .normal(2, 1, 16), nil, .normal(2, 2, 4, 8),
        .normal(2, 2, 4, 8),
      ], ["q_num_heads": 2, "kv_num_heads": 2, "is_causal": 1]
    ).outputs(true, true, true, true),
    Sample([q, k, v, nil, nil, nil, .list(3, 5)]).since(24),
    Sample([q, k, v, nil, nil, nil, .list(4, 2)], ["is_causal": 1]).since(24),
    Sample([q, k, v, .list([1, 0, 1, 1, 1], [3, 5]), nil, nil, .list(5, 4)], ["is_causal": 1])
      .since(24),
  ]

  private static let shown: [Sample] = (0...3).map { mode in
    Sample(
      [q, k, v, .list([1, 0, 1, 1, 1, 0, 1], [3, 5])],
      ["qk_matmul_output_mode": .int(Int64(mode)), "softcap": 3.0]
    ).outputs(true, false, false, true)
  }

  private static let windows: [Sample] = [
    Sample([q, k, v], ["left_window_size": 1]), Sample([q, k, v], ["right_window_size": 1]),
    Sample([q, k, v], ["left_window_size": 2, "right_window_size": 0]),
    Sample([q, k, v], ["left_window_size": 0, "right_window_size": 3, "is_causal": 1]),
    Sample(
      [
        .normal(1, 2, 2, 8), .normal(1, 2, 2, 8), .normal(1, 2, 2, 8), nil, .normal(1, 2, 5, 8),
        .normal(1, 2, 5, 8),
      ], ["left_window_size": 3, "is_causal": 1]
    ).outputs(true, true, true),
    Sample(
      [q, k, v, nil, nil, nil, .list(3, 5)], ["left_window_size": 1, "right_window_size": 1]),
    Sample([q, k, v], ["left_window_size": 100, "right_window_size": 100]),
  ]

  private static let masked: [Sample] = [
    Sample([q, k, v, .list([1, 1, 0, 1], [3, 5])]),
    Sample([q, k, v, .list([1, 0, 1], [2, 1, 3, 5])]),
    Sample([q, k, v, .list([1, 0, 1, 1, 1, 1, 0], [2, 2, 3, 5])], ["is_causal": 1]),
    Sample([q, k, v, .list([1, 1, 0], [1, 2, 1, 5])]),
    // A query that sees no key gives zeros.
    Sample([q, k, v, .list([1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1], [3, 5])]),
    Sample([q, k, v, .list([1, 0, 1, 1], [3, 4])]).since(24),
    Sample([q, k, v, .scalar(1)]), Sample([q, k, v, .list([1, 0, 1], [3, 1])]).before(24),
  ]

  /// Masks that are added, of Q's type.
  private static let weighed: [Sample] = types.flatMap { type -> [Sample] in
    let set = TypeSet(tensors: DTypeMask([type]))
    let plain = Sample([q, k, v, .normal(3, 5)])
    let causal = Sample(
      [q, k, v, .list([0, -.infinity, 0.5, 0, -2], [2, 1, 1, 5])], ["is_causal": 1])
    return [plain.types("T1", set).types("U", set), causal.types("T1", set).types("U", set)]
  }

  private static let refused: [Sample] = [
    .refused(.shape, "Q, K and V have one rank", [q, k, .normal(2, 5, 16)]),
    .refused(
      .shape, "K's heads divide Q's",
      [.normal(1, 3, 3, 8), .normal(1, 2, 5, 8), .normal(1, 2, 5, 8)]),
    .refused(.shape, "Q and K have one head size", [q, .normal(2, 2, 5, 4), v]),
    .refused(.shape, "K and V have one length", [q, k, .normal(2, 2, 4, 8)]),
    .refused(
      .attribute, "inputs of rank 3 need numbers of heads",
      [.normal(1, 3, 16), .normal(1, 5, 16), .normal(1, 5, 16)]),
    .refused(
      .missing, "past_key comes with past_value",
      [q, k, v, nil, .normal(2, 2, 3, 8)]),
    .refused(.shape, "the mask broadcasts to the scores", [q, k, v, .list([1], [2, 5])]),
    .refused(.shape, "the mask knows all keys", [q, k, v, .list([1], [3, 4])]).before(24),
    .refused(
      .value, "nonpad_kv_seqlen has one number a batch", [q, k, v, nil, nil, nil, .list(3)]
    ).since(24),
    .refused(
      .value, "nonpad_kv_seqlen comes without past keys",
      [q, k, v, nil, .normal(2, 2, 3, 8), .normal(2, 2, 3, 8), .list(3, 3)]
    ).since(24),
    .refused(
      .attribute, "qk_matmul_output_mode is 0 to 3", [q, k, v], ["qk_matmul_output_mode": 4]),
    .refused(.attribute, "softmax_precision is a float type", [q, k, v], ["softmax_precision": 6]),
    .refused(
      .attribute, "a window is -1 or more", [q, k, v], ["left_window_size": -2]
    ).since(25),
    .refused(.missing, "V is required", [q, k]),
  ]
}
