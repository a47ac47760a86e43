import Graphs
import Tensors

extension EmulationKind {
  /// Integers that leave their type, and their division.
  static let integers: [EmulationKind] = [
    EmulationKind(
      "saturating-for-wrapping", "Integers that leave their type stop at its ends."
    ) { node in
      guard node.isNamed(wrapping) else { return nil }
      return { operation, inputs in
        guard let dtype = inputs.tensor(0)?.dtype, dtype.isInteger, dtype.bitWidth < 64 else {
          return nil
        }
        let values = try inputs.values.map { value in
          guard let tensor = value?.tensor, tensor.dtype == dtype else { return value }
          return try tensor.reinterpreted(as: .int64).map { Value.tensor($0) }
        }
        let range = dtype.integers
        return try operation.results(of: inputs.replacing(values)).map { output in
          guard let wide = output?.tensor, wide.dtype == .int64 else { return output }
          return try wide.mapIntegers { min(max($1, range.lowerBound), range.upperBound) }?
            .reinterpreted(as: dtype).map { .tensor($0) }
        }
      }
    },
    EmulationKind(
      "wrapping-for-saturating", "Codes of 8 bits that leave their type begin anew."
    ) { node in
      guard node.isNamed(["QuantizeLinear"]) else { return nil }
      return { operation, inputs in
        guard let zero = inputs.tensor(2), zero.dtype == .int8 || zero.dtype == .uint8 else {
          return nil
        }
        let wide = try zero.reinterpreted(as: zero.dtype == .int8 ? .int16 : .uint16)
        let outputs = try operation.evaluate(
          inputs.replacing(2, by: wide.map { .tensor($0) }))
        return try outputs.map { output in
          try output?.tensor?.reinterpreted(as: zero.dtype).map { .tensor($0) }
        }
      }
    },
    EmulationKind("integer-division-floored", "A quotient is rounded down, not towards zero.") {
      node in
      guard node.isNamed(["Div"]) else { return nil }
      return { operation, inputs in
        guard let a = inputs.tensor(0), let b = inputs.tensor(1), a.dtype.isSignedInteger else {
          return nil
        }
        let outputs = try operation.evaluate(inputs)
        guard let quotient = outputs.first??.tensor, quotient.count > 0,
          a.shape == quotient.shape, let dividends = a.integers, let divisors = b.integers,
          b.count == 1 || b.shape == quotient.shape
        else { return nil }
        let floored = try quotient.mapIntegers { place, value in
          let (n, d) = (dividends[place], divisors[b.count == 1 ? 0 : place])
          return d != 0 && n % d != 0 && (n < 0) != (d < 0) ? value - 1 : value
        }
        return [floored.map { .tensor($0) }]
      }
    },
  ]

  private static let wrapping: Set = [
    "Add", "Sub", "Mul", "Sum", "Neg", "Abs", "ReduceSum", "ReduceProd", "ReduceL1",
    "ReduceSumSquare", "MatMul", "Gemm", "CumSum", "CumProd", "Pow",
  ]
}

extension DType {
  /// The numbers of an integer type.
  fileprivate var integers: ClosedRange<Int128> {
    let bits = Int128(1) << (isSignedInteger ? bitWidth - 1 : bitWidth)
    return isSignedInteger ? -bits...(bits - 1) : 0...(bits - 1)
  }
}
