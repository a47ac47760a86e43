import Graphs
import Tensors

extension EmulationKind {
  /// Other shapes, types and counts.
  static let shapes: [EmulationKind] = [
    ofResults(
      "wrong-type", concernsDraws: true, "Numbers are of another type than the standard says."
    ) { tensor, _ in
      switch tensor.dtype {
      case .float, .float16, .bfloat16: try tensor.converted(to: .double)
      case .double: try tensor.converted(to: .float)
      case .int32: try tensor.reinterpreted(as: .int64)
      case .bool:
        try Tensor(
          ((try? tensor.elements(as: Bool.self)) ?? Buffer([])).map { UInt8($0 ? 1 : 0) },
          shape: tensor.shape)
      default:
        tensor.dtype.isInteger
          ? try tensor.reinterpreted(as: .int32) : try tensor.converted(to: .float)
      }
    },
    ofResults(
      "rank-lost", concernsDraws: true, "An axis of extent 1 is missing, or is one too many."
    ) { tensor, _ in
      var dims = tensor.shape.dims
      if let axis = dims.firstIndex(of: 1) { dims.remove(at: axis) } else { dims.insert(1, at: 0) }
      return try tensor.reshaped(to: Shape(dims))
    },
    ofResults(
      "shorter-by-one", concernsDraws: true, "The last slice along the first axis is missing."
    ) { tensor, _ in
      guard tensor.rank > 0, tensor.shape[0] > 0 else { return nil }
      var dims = tensor.shape.dims
      dims[0] -= 1
      return tensor.reading(Array(0..<Shape(dims).count), shape: Shape(dims))
    },
    EmulationKind("sequence-backwards", "A sequence's elements come from back to front.") { _ in
      { operation, inputs in
        var outputs = try operation.evaluate(inputs)
        guard case .sequence(let values, let kind)? = outputs.first ?? nil, values.count > 1 else {
          return nil
        }
        outputs[0] = .sequence(values.reversed(), of: kind)
        return outputs
      }
    },
    EmulationKind("sequence-shorter-by-one", "A sequence's last element is missing.") { _ in
      { operation, inputs in
        var outputs = try operation.evaluate(inputs)
        guard case .sequence(let values, let kind)? = outputs.first ?? nil, !values.isEmpty else {
          return nil
        }
        outputs[0] = .sequence(values.dropLast(), of: kind)
        return outputs
      }
    },
    EmulationKind("absent-optional", "An optional's value is missing.") { _ in
      { operation, inputs in
        var outputs = try operation.evaluate(inputs)
        guard case .optional(.some, let kind)? = outputs.first ?? nil else { return nil }
        outputs[0] = .optional(nil, of: kind)
        return outputs
      }
    },
  ]
}
