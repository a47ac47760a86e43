import Graphs

extension EmulationKind {
  /// Words of attributes that are taken for others.
  static let modes: [EmulationKind] = [
    EmulationKind(
      "half-pixel-for-align-corners", "Pixels are placed by another rule: halves or corners."
    ) { node in
      guard let word = node.word("coordinate_transformation_mode") else { return nil }
      let other = word == "align_corners" ? "half_pixel" : "align_corners"
      return node.remade("coordinate_transformation_mode", as: .string(other)).map { by($0) }
    },
    EmulationKind(each: "other-mode", "A word of an attribute is taken for another one.") { node in
      words.keys.sorted().flatMap { name -> [(detail: String?, change: Change)] in
        guard let word = node.word(name) else { return [] }
        let others = (words[name] ?? []).filter { $0 != word }
        return others.compactMap { other in
          node.remade(name, as: .string(other)).map { ("\(name)=\(other)", by($0)) }
        }
      }
    },
  ]

  private static let words: [String: [String]] = [
    "approximate": ["none", "tanh"],
    "auto_pad": ["SAME_UPPER", "SAME_LOWER", "VALID"],
    "coordinate_transformation_mode": ["asymmetric", "pytorch_half_pixel"],
    "direction": ["forward", "reverse", "LEFT", "RIGHT"],
    "mode": [
      "nearest", "linear", "bilinear", "cubic", "bicubic", "constant", "edge", "reflect", "wrap",
      "DCR", "CRD", "avg", "max", "output_half_pixel", "half_pixel",
    ],
    "nearest_mode": ["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"],
    "norm": ["MAX", "L1", "L2"],
    "padding_mode": ["zeros", "border", "reflection"],
    "post_transform": ["NONE", "SOFTMAX", "LOGISTIC"],
    "reduction": ["none", "add", "mul", "max", "min", "mean", "sum"],
    "keep_aspect_ratio_policy": ["stretch", "not_larger", "not_smaller"],
    "round_mode": ["up", "down", "nearest"],
  ]
}
