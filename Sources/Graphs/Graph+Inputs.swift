package import Tensors

extension Graph {
  /// Holds the values that a run gives, one an input, against what the model declares; `nil` takes an
  /// input's default.
  ///
  /// - Throws: the first value that is none of its input's; an input that is neither given nor has a
  ///   default; more values than inputs.
  package func check(inputs values: [Value?]) throws(InputError) {
    guard values.count <= inputs.count else {
      throw InputError(
        "\(values.count) inputs were given, but the graph takes \(inputs.count)")
    }
    for (position, id) in inputs.enumerated() {
      let name = names[id]?.onOneLine ?? "\(position)"
      guard position < values.count, let value = values[position] else {
        if constants[id] == nil, types[id]?.isOptional != true {
          throw InputError("input '\(name)' is not given, and it has no default")
        }
        continue
      }
      guard let type = types[id], !type.accepts(value) else { continue }
      throw InputError(
        "input '\(name)' is \(ValueType(of: value).sentence), but the model declares it "
          + type.sentence)
    }
  }
}

/// Why values are not those of a graph's inputs.
package struct InputError: Error, Sendable, CustomStringConvertible {
  package let description: String
  init(_ description: String) { self.description = description }
}

extension ValueType {
  package var isOptional: Bool { if case .optional = self { true } else { false } }

  /// Whether a value is of this type, as far as the type is known.
  package func accepts(_ value: Value) -> Bool {
    switch (self, value) {
    case (.unknown, _): true
    case (.tensor(let type), .tensor(let tensor)):
      type.dtype == tensor.dtype && type.accepts(tensor.shape)
    case (.sequence(let element), .sequence(let values, let kind)):
      element.map { element in
        values.allSatisfy(element.accepts) && (element.kind == nil || element.holds(kind))
      } ?? true
    case (.optional(let element), .optional(let held, _)):
      held.map { element?.accepts($0) ?? true } ?? true
    case (.map(let key, _), .map(let map)): key == map.keys.dtype
    case (.sparse(let type), .sparse(let sparse)):
      type.dtype == sparse.values.dtype && type.accepts(sparse.shape)
    case (.tensor, _), (.sequence, _), (.optional, _), (.map, _), (.sparse, _): false
    }
  }

  private func holds(_ kind: ValueKind) -> Bool {
    if case (.map(let key, _), .map(let other, _)) = (self, kind) { return key == other }
    return self.kind == kind
  }
}

extension TensorType {
  fileprivate func accepts(_ shape: Shape) -> Bool {
    guard let dims else { return true }
    return dims.count == shape.rank
      && zip(dims, shape.dims).allSatisfy { $0.value == nil || $0.value == $1 }
  }
}
