import Graphs
import Tensors

extension EmulationKind {
  /// Inner steps in wider types, or with subnormal numbers as zero.
  static let precisions: [EmulationKind] = [
    EmulationKind(
      "computed-in-double", is: .legitimate, "All is computed in float64 and rounded at the end."
    ) { node in
      guard node.rounds else { return nil }
      return { operation, inputs in
        let outputs = try operation.evaluate(inputs.computing(in: .double))
        return outputs.first??.tensor?.dtype.isFloat == true ? outputs : nil
      }
    },
    EmulationKind(
      "rounded-later", is: .legitimate, "Half types are float32 inside, rounded once at the end."
    ) { node in
      guard node.rounds else { return nil }
      return { operation, inputs in
        guard let dtype = inputs.tensor(0)?.dtype, dtype == .float16 || dtype == .bfloat16 else {
          return nil
        }
        let values = try inputs.values.map { value in
          guard let tensor = value?.tensor, tensor.dtype == dtype else { return value }
          return try tensor.converted(to: .float).map { .tensor($0) }
        }
        let own = try operation.evaluate(inputs)
        let outputs = try operation.results(of: inputs.replacing(values))
        return try zip(outputs, own).map { output, own in
          guard let tensor = output?.tensor, let type = own?.tensor?.dtype, tensor.dtype != type
          else { return output }
          return try tensor.converted(to: type).map { .tensor($0) }
        }
      }
    },
    EmulationKind(
      Emulation.flushing, is: .legitimate,
      "float32 arithmetic gives 0 for results that are subnormal."
    ) { node in
      guard node.rounds else { return nil }
      return changing(0) { tensor, _ in
        // Devices flush what float32 arithmetic gives: bfloat16 has its range.
        guard [.float, .bfloat16].contains(tensor.dtype), let least = tensor.dtype.leastNormal
        else { return nil }
        return try tensor.mapFloats { $0.magnitude < least ? 0 : $0 }
      }
    },
    ofResults("nan-of-another-payload", is: .legitimate, "NaN has other bits.") { tensor, _ in
      switch tensor.elements {
      case .float(let x):
        try Tensor(
          x.map { $0.isNaN ? Float(bitPattern: 0x7fc0_1234) : $0 }, shape: tensor.shape)
      case .double(let x):
        try Tensor(
          x.map { $0.isNaN ? Double(bitPattern: 0x7ff8_0000_0000_1234) : $0 }, shape: tensor.shape)
      case .float16(let x):
        try Tensor(x.map { $0.isNaN ? Float16(bitPattern: 0x7e12) : $0 }, shape: tensor.shape)
      default: nil
      }
    },
    EmulationKind("zeros-sign-lost", is: .legitimate, "Arithmetic gives 0 for -0.") { node in
      guard node.rounds else { return nil }
      return changing(0) { tensor, _ in try tensor.mapFloats { $0 == 0 ? 0 : $0 } }
    },
  ]
}
