import Graphs
import Tensors

extension EmulationKind {
  /// Attributes that are not heeded, or are taken for other numbers; one emulation an attribute.
  static let attributes: [EmulationKind] = [
    EmulationKind(
      each: "ignored-attribute", concernsDraws: true, "An attribute that is given counts as absent."
    ) { node in
      node.givenAttributes.compactMap { name in
        node.remade(name, as: nil).map { (name, by($0)) }
      }
    },
    EmulationKind(
      each: "flipped-attribute", "A switch is taken for on where it is off, or for off."
    ) {
      node in
      node.switches.compactMap { name in
        guard let value = node.integer(name), value == 0 || value == 1 else { return nil }
        return node.remade(name, as: .int(Int64(1 - value))).map { (name, by($0)) }
      }
    },
    EmulationKind(
      each: "attribute-off-by-one", "A number that an attribute gives is taken for one more."
    ) { node in
      node.givenAttributes.compactMap { name in
        guard !Node.numberless.contains(name) else { return nil }
        let other: AttributeValue
        switch node.attributes[name] {
        case .int(let value) where !node.switches.contains(name): other = .int(value &+ 1)
        case .ints(let values) where !values.isEmpty:
          other = .ints([values[0] &+ 1] + values.dropFirst())
        default: return nil
        }
        return node.remade(name, as: other).map { (name, by($0)) }
      }
    },
    EmulationKind(
      each: "attribute-backwards", "The numbers of an attribute come from back to front."
    ) {
      node in
      node.givenAttributes.compactMap { name in
        let other: AttributeValue
        switch node.attributes[name] {
        case .ints(let values) where values != values.reversed(): other = .ints(values.reversed())
        case .floats(let values) where values != values.reversed():
          other = .floats(values.reversed())
        default: return nil
        }
        return node.remade(name, as: other).map { (name, by($0)) }
      }
    },
    EmulationKind(
      each: "zero-for-attribute", concernsDraws: true, "A number that is not whole is taken for 0."
    ) { node in
      node.declaredFloats.compactMap { name in
        guard let value = node.float(name), value != 0 else { return nil }
        return node.remade(name, as: .float(0)).map { (name, by($0)) }
      }
    },
    EmulationKind(
      each: "attribute-too-large", concernsDraws: true,
      "A number that is not whole is taken for one and a half of it."
    ) { node in
      node.declaredFloats.compactMap { name in
        guard let value = node.float(name), value != 0 else { return nil }
        return node.remade(name, as: .float(1.5 * value)).map { (name, by($0)) }
      }
    },
    EmulationKind("other-axis", "The work goes along the next axis.") { node in
      guard let axis = node.integer("axis") else { return nil }
      return { _, inputs in
        guard let rank = inputs.tensor(0)?.rank, rank > 1,
          let other = node.remade("axis", as: .int(Int64((axis + rank + 1) % rank)))
        else { return nil }
        return try other.results(of: inputs)
      }
    },
  ]
}

extension Node {
  /// The attributes that are given and mean something for the numbers of the results, sorted.
  ///
  /// A seed only chooses among draws, precisions and unsorted orders are liberties of the standard.
  fileprivate var givenAttributes: [String] {
    attributes.keys.filter { !Self.liberties.contains($0) }.sorted()
  }

  private static let liberties: Set = [
    "seed", "stash_type", "softmax_precision", "sorted", "consumed_inputs", "body", "then_branch",
    "else_branch", "hidden_size", "precision",
  ]

  /// Numbers that stand for something else than a number: types, texts, classes.
  fileprivate static let numberless: Set = ["to", "dtype", "output_dtype", "layout"]

  /// The attributes that are on or off, given or not.
  fileprivate var switches: [String] {
    (revision?.attributes ?? []).map(\.name).filter { Self.switchNames.contains($0) }.sorted()
  }

  private static let switchNames: Set = [
    "align_corners", "allowzero", "antialias", "ceil_mode", "center_point_box",
    "count_include_pad", "detect_negative", "detect_positive", "exclude_outside", "exclusive",
    "fmod", "input_forget", "inverse", "is_causal", "keepdims", "largest", "layout",
    "linear_before_reset", "log", "noop_with_empty_axes", "normalize_variance", "onesided",
    "periodic", "qk_matmul_output_mode", "reverse", "saturate", "select_last_index",
    "training_mode", "transA", "transB", "interleaved", "upper", "storage_order",
    "across_channels", "zeroed", "new_axis",
  ]

  /// The attributes of one float, given or not.
  fileprivate var declaredFloats: [String] {
    (revision?.attributes ?? []).filter { $0.type == .float && !Self.liberties.contains($0.name) }
      .map(\.name).sorted()
  }
}
