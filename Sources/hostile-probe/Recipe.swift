import GeneratedCases
import Graphs
import Tensors

/// A node that runs, where attributes and shapes have to fit so closely that none is found by chance.
struct Recipe {
  let attributes: [String: AttributeValue]
  let inputs: [Value?]

  private init(_ attributes: [String: AttributeValue], _ inputs: Value?...) {
    self.attributes = attributes
    self.inputs = inputs
  }

  private static func ones(_ dims: Int...) -> Value {
    .tensor(Tensor(.float, Shape(dims), repeating: [1.0, 0.5]))
  }

  private static func integers(_ numbers: Int64...) -> Value {
    .tensor(Tensor(.int64, [numbers.count], repeating: numbers))
  }

  private static func bytes(_ numbers: Int64...) -> AttributeValue {
    .tensor(Tensor(.uint8, [numbers.count], repeating: numbers))
  }

  private static let momentum: [String: AttributeValue] = [
    "alpha": .float(0.9), "beta": .float(1), "norm_coefficient": .float(0.01),
    "mode": .string("standard"),
  ]

  /// Two leaves under one node, which asks whether the first feature is at most one half.
  private static let tree: [String: AttributeValue] = [
    "leaf_targetids": .ints([0, 1]),
    "leaf_weights": .tensor(Tensor(.float, [2], repeating: [1.0, 2])),
    "n_targets": .int(2), "nodes_falseleafs": .ints([1]), "nodes_falsenodeids": .ints([1]),
    "nodes_featureids": .ints([0]), "nodes_modes": bytes(0),
    "nodes_splits": .tensor(Tensor(.float, [1], repeating: [0.5])), "nodes_trueleafs": .ints([1]),
    "nodes_truenodeids": .ints([0]), "tree_roots": .ints([0]),
  ]

  private static let grams: [String: AttributeValue] = [
    "mode": .string("TF"), "min_gram_length": .int(1), "max_gram_length": .int(2),
    "max_skip_count": .int(1), "ngram_counts": .ints([0, 2]), "ngram_indexes": .ints([0, 1, 2]),
    "pool_int64s": .ints([1, 2, 1, 2]),
  ]

  private static let pooled: [String: AttributeValue] = ["pooled_shape": .ints([2, 2])]

  static let all: [String: Recipe] = [
    "AffineGrid": Recipe([:], ones(1, 2, 3), integers(1, 1, 2, 2)),
    "Adam": Recipe([:], ones(), integers(1), ones(2), ones(2), ones(2), ones(2)),
    "CausalConvWithState": Recipe([:], ones(1, 2, 4), ones(2, 1, 3), ones(2), ones(1, 2, 2)),
    "Col2Im": Recipe([:], ones(1, 4, 4), integers(3, 3), integers(2, 2)),
    "Conv": Recipe(["group": .int(2)], ones(1, 2, 4, 4), ones(4, 1, 2, 2), ones(4)),
    "ConvTranspose": Recipe(["group": .int(2)], ones(1, 2, 4, 4), ones(2, 1, 2, 2), ones(2)),
    "Resize": Recipe(["mode": .string("linear")], ones(1, 1, 2, 2), nil, nil, integers(1, 1, 3, 3)),
    "NonMaxSuppression": Recipe([:], ones(1, 3, 4), ones(1, 2, 3), integers(2)),
    "DeformConv": Recipe([:], ones(1, 1, 3, 3), ones(1, 1, 2, 2), ones(1, 8, 2, 2)),
    "GRU": Recipe(["hidden_size": .int(2)], ones(2, 1, 3), ones(1, 6, 3), ones(1, 6, 2)),
    "LSTM": Recipe(["hidden_size": .int(2)], ones(2, 1, 3), ones(1, 8, 3), ones(1, 8, 2)),
    "LinearAttention": Recipe(
      ["q_num_heads": .int(2), "kv_num_heads": .int(1), "update_rule": .string("linear")],
      ones(1, 3, 4), ones(1, 3, 2), ones(1, 3, 2)),
    "GroupNormalization": Recipe(["num_groups": .int(2)], ones(1, 4, 3), ones(4), ones(4)),
    "MaxRoiPool": Recipe(
      pooled, ones(1, 1, 4, 4), .tensor(Tensor(.float, [1, 5], repeating: [0.0, 0, 0, 3, 3]))),
    "Momentum": Recipe(momentum, ones(), integers(1), ones(2), ones(2), ones(2)),
    "RNN": Recipe(["hidden_size": .int(2)], ones(2, 1, 3), ones(1, 2, 3), ones(1, 2, 2)),
    "RoiAlign": Recipe([:], ones(1, 1, 4, 4), ones(1, 4), integers(0)),
    "RotaryEmbedding": Recipe([:], ones(1, 2, 3, 4), ones(1, 3, 2), ones(1, 3, 2)),
    "TfIdfVectorizer": Recipe(grams, integers(1, 2, 1, 2, 3)),
    "TreeEnsemble": Recipe(tree, ones(2, 2)),
  ]
}
