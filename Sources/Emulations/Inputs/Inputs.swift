import Graphs
import Tensors

extension EmulationKind {
  /// Inputs that are not heeded, or taken for others.
  static let inputs: [EmulationKind] = [
    EmulationKind(each: "dropped-bias", "A bias is not added.") { node in
      node.optionalInputs.filter { Node.biases.contains($0.name) }.map { input in
        (input.name, without(input.index))
      }
    },
    EmulationKind(
      each: "ignored-optional-input", "An optional input that is given counts as absent."
    ) {
      node in
      node.optionalInputs.filter { !Node.biases.contains($0.name) }.map { input in
        (input.name, without(input.index))
      }
    },
    EmulationKind(
      each: "negated-mask", "A truth value counts as the other one; one emulation an input."
    ) {
      node in
      node.inputs.indices.map { index in
        (
          index == 0 ? nil : "input-\(index)",
          { operation, inputs in
            guard let tensor = inputs.tensor(index), case .bool(let x) = tensor.elements else {
              return nil
            }
            let negated = try Tensor(x.map { !$0 }, shape: tensor.shape)
            return try operation.results(of: inputs.replacing(index, by: .tensor(negated)))
          }
        )
      }
    },
    EmulationKind("swapped-inputs", "The first two inputs change places.") { node in
      guard node.inputs.count > 1 else { return nil }
      return { operation, inputs in
        guard let a = inputs.tensor(0), let b = inputs.tensor(1), a.dtype == b.dtype else {
          return nil
        }
        var values = inputs.values
        values.swapAt(0, 1)
        return try operation.results(of: inputs.replacing(values))
      }
    },
    EmulationKind("first-input-alone", "The second input counts as a copy of the first.") { node in
      guard node.inputs.count > 1 else { return nil }
      return { operation, inputs in
        guard let a = inputs.tensor(0), let b = inputs.tensor(1), a.dtype == b.dtype,
          a.shape == b.shape
        else { return nil }
        return try operation.results(of: inputs.replacing(1, by: .tensor(a)))
      }
    },
    EmulationKind(
      "broadcast-of-the-wrong-side", "A vector is laid along the first axis instead of the last."
    ) { node in
      guard type(of: node.operation).traits.contains(.broadcasting) || node.isNamed(broadcasting)
      else { return nil }
      return { operation, inputs in
        var values = inputs.values
        var isChanged = false
        let rank = inputs.values.compactMap { $0?.tensor?.rank }.max() ?? 0
        for (index, value) in inputs.values.enumerated() {
          guard let tensor = value?.tensor, tensor.rank > 0, tensor.rank < rank, tensor.count > 1
          else { continue }
          let ones = [Int](repeating: 1, count: rank - tensor.rank)
          values[index] = .tensor(try tensor.reshaped(to: Shape(tensor.shape.dims + ones)))
          isChanged = true
        }
        return isChanged ? try operation.results(of: inputs.replacing(values)) : nil
      }
    },
    EmulationKind(
      "edge-not-read",
      "Along the first input's last axis the last element is read as the one before."
    ) { _ in
      { operation, inputs in
        guard let x = inputs.tensor(0), let extent = x.shape.dims.last, extent > 1, x.count > 0
        else { return nil }
        let clamped = x.reading(x.places(along: x.rank - 1) { min($0, extent - 2) })
        return try operation.results(of: inputs.replacing(0, by: .tensor(clamped)))
      }
    },
    EmulationKind("last-term-dropped", "The last term of each sum of products is not added.") {
      node in
      guard let axis = node.termAxis else { return nil }
      return { operation, inputs in
        guard let x = inputs.tensor(axis.input), x.rank > 0, x.count > 0 else { return nil }
        let place = axis.fromEnd < x.rank ? x.rank - 1 - axis.fromEnd : 0
        let last = x.shape[place] - 1
        let inner = x.shape.dims[(place + 1)...].reduce(1, *)
        let dropped = try x.keeping { $0 / inner % (last + 1) != last }
        return try operation.results(of: inputs.replacing(axis.input, by: .tensor(dropped)))
      }
    },
    EmulationKind("nan-not-seen", "NaN in the inputs counts as the lowest number.") { _ in
      { operation, inputs in
        var isChanged = false
        let values = try inputs.values.map { value -> Value? in
          guard let tensor = value?.tensor, let x = tensor.doubles, x.contains(where: \.isNaN),
            let largest = tensor.dtype.largestFinite,
            let changed = try tensor.mapFloats({ $0.isNaN ? -largest : $0 })
          else { return value }
          isChanged = true
          return .tensor(changed)
        }
        return isChanged ? try operation.results(of: inputs.replacing(values)) : nil
      }
    },
  ]

  private static let broadcasting: Set = [
    "Add", "Sub", "Mul", "Div", "Pow", "Mod", "Max", "Min", "Sum", "Mean", "Where", "PRelu",
    "Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "And", "Or", "Xor", "BitwiseAnd",
    "BitwiseOr", "BitwiseXor", "BitShift", "Expand",
  ]

  private static func without(_ index: Int) -> Change {
    { operation, inputs in
      guard inputs.values.indices.contains(index), inputs.values[index] != nil else { return nil }
      return try operation.results(of: inputs.replacing(index, by: nil))
    }
  }
}

extension Node {
  fileprivate static let biases: Set = ["B", "C", "bias", "input_b", "Bias"]

  /// The optional inputs that the node gives.
  ///
  /// None of a node with bodies, which may loop for ever without one.
  fileprivate var optionalInputs: [(index: Int, name: String)] {
    guard operation.bodies.isEmpty else { return [] }
    return inputs.indices.compactMap { index in
      guard inputs[index] != nil, let formal = formal(index), formal.arity == .optional else {
        return nil
      }
      return (index, formal.name)
    }
  }

  /// The axis, counted from the end, whose last index is the last term of a sum, and its input.
  fileprivate var termAxis: (input: Int, fromEnd: Int)? {
    switch domain.isEmpty ? operatorName : "" {
    case "MatMul": (1, 1)
    case "Gemm": (1, integer("transB") == 1 ? 0 : 1)
    case "Conv", "ConvTranspose": (1, 0)
    case "MatMulInteger", "QLinearMatMul": nil
    case "ReduceSum", "ReduceMean", "ReduceL1", "ReduceL2", "ReduceSumSquare", "ReduceLogSum",
      "CumSum", "GlobalAveragePool", "AveragePool", "Einsum", "DFT", "STFT":
      (0, 0)
    default: nil
    }
  }
}
