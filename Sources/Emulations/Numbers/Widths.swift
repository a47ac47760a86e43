import Graphs
import Tensors

extension EmulationKind {
  /// Elements that pass through a narrower type, or one of other signs.
  static let widths: [EmulationKind] = [
    ofResults("float-through-half", "A float32 passes through float16.") { tensor, _ in
      guard tensor.dtype == .float else { return nil }
      return try tensor.mapFloats { NumberFormat.half.rounded($0) }
    },
    ofResults("float-through-bfloat16", "A float32 passes through bfloat16.") { tensor, _ in
      guard tensor.dtype == .float else { return nil }
      return try tensor.mapFloats { NumberFormat.bfloat16.rounded($0) }
    },
    ofResults("half-through-bfloat16", "A float16 passes through bfloat16.") { tensor, _ in
      guard tensor.dtype == .float16 else { return nil }
      return try tensor.mapFloats { NumberFormat.bfloat16.rounded($0) }
    },
    ofResults("double-through-float", "A float64 passes through float32.") { tensor, _ in
      guard tensor.dtype == .double else { return nil }
      return try tensor.mapFloats { NumberFormat.float.rounded($0) }
    },
    ofResults("int64-through-int32", "An integer of 64 bits passes through 32 bits.") {
      tensor, _ in
      guard tensor.dtype == .int64 || tensor.dtype == .uint64 else { return nil }
      return try tensor.mapIntegers { Int128(Int32(truncatingIfNeeded: $1)) }
    },
    ofResults("int64-through-double", "An integer of 64 bits passes through float64.") {
      tensor, _ in
      guard tensor.dtype == .int64 || tensor.dtype == .uint64 else { return nil }
      return try tensor.mapIntegers { Int128(Double($1)) }
    },
    ofResults("int32-through-float", "An integer of 32 bits and more passes through float32.") {
      tensor, _ in
      guard tensor.dtype.isInteger, tensor.dtype.bitWidth >= 32 else { return nil }
      return try tensor.mapIntegers { Int128(Float($1)) }
    },
    signs("unsigned-as-signed", "Unsigned integers are computed as signed ones of their width.") {
      $0.signedTwin
    },
    signs("signed-as-unsigned", "Signed integers are computed as unsigned ones of their width.") {
      $0.unsignedTwin
    },
  ]

  /// The operator over the same bits as integers of a twin type.
  private static func signs(
    _ name: String, _ summary: String, _ twin: @escaping @Sendable (DType) -> DType?
  ) -> EmulationKind {
    EmulationKind(name, summary) { _ in
      { operation, inputs in
        guard let dtype = inputs.tensor(0)?.dtype, let other = twin(dtype) else { return nil }
        let values = try inputs.values.map { value in
          guard let tensor = value?.tensor, tensor.dtype == dtype else { return value }
          return try tensor.reinterpreted(as: other).map { .tensor($0) }
        }
        return try operation.results(of: inputs.replacing(values)).map { output in
          guard let tensor = output?.tensor, tensor.dtype == other else { return output }
          return try tensor.reinterpreted(as: dtype).map { .tensor($0) }
        }
      }
    }
  }
}

extension DType {
  /// The signed type of an unsigned one's width.
  fileprivate var signedTwin: DType? {
    switch self {
    case .uint8: .int8
    case .uint16: .int16
    case .uint32: .int32
    case .uint64: .int64
    case .uint4: .int4
    case .uint2: .int2
    default: nil
    }
  }

  /// The unsigned type of a signed one's width.
  fileprivate var unsignedTwin: DType? {
    switch self {
    case .int8: .uint8
    case .int16: .uint16
    case .int32: .uint32
    case .int64: .uint64
    case .int4: .uint4
    case .int2: .uint2
    default: nil
    }
  }
}
