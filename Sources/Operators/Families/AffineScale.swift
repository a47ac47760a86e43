import Graphs
import Tensors

/// The one scale and the one zero point by which a tensor of bytes stands for numbers:
/// `(q - zero) · scale`.
struct AffineScale: Sendable {
  let scale: Float
  let zero: Float

  /// The number that a byte stands for.
  @inline(__always) func number(_ code: Float) -> Float { (code - zero) * scale }

  /// The byte for a number: `saturate(round(x / scale) + zero)`, half to even; NaN gives the zero point.
  func code<T: FixedWidthInteger>(of x: Float, as type: T.Type) -> T {
    let quotient = x / scale
    // Beyond this every sum with a zero point is past either end; below, it is exact.
    let bounded = quotient.isNaN ? 0 : min(max(quotient, -200_000), 200_000)
    let sum = bounded.rounded(.toNearestOrEven) + zero
    return T(min(max(sum.isNaN ? 0 : sum, Float(T.min)), Float(T.max)))
  }
}

/// The inputs that hold a scale and a zero point, which may be absent and then is 0.
struct AffineInputs: Sendable {
  /// What shaders call the tensor.
  let name: String
  let scale: Int
  let zero: Int

  /// - Throws: `.mismatch` where either is more than one number.
  func check(_ inputs: Inference) throws(OperatorError) {
    for index in [scale, zero] where inputs.has(index) || index == scale {
      guard let shape = try inputs.tensor(index).shape else { continue }
      guard shape.checkedCount == 1 else {
        throw .mismatch("input \(index) is \(shape), expected one number")
      }
    }
  }

  func read(_ inputs: Evaluation) throws(OperatorError) -> AffineScale {
    try check(inputs.inference)
    return AffineScale(
      scale: try inputs.tensor(scale).floats(Float.self)[0],
      zero: try inputs.optionalTensor(zero)?.floats(Float.self)[0] ?? 0)
  }

  /// `SCALE_<name>` and `ZERO_<name>`, and what they read.
  func shaderParts(
    _ request: LoweringRequest
  ) throws(OperatorError) -> (defines: [String: String], bindings: [Binding]) {
    try check(request.inference)
    var defines = ["SCALE_\(name)": "load_\(name)_scale(0u)", "ZERO_\(name)": "0.0"]
    var bindings = [
      Binding.read("\(name)_scale", .input(scale), try request.tensor(scale).dtype)
    ]
    if request.has(zero) {
      defines["ZERO_\(name)"] = "float(load_\(name)_zero(0u))"
      bindings.append(.read("\(name)_zero", .input(zero), try request.tensor(zero).dtype))
    }
    return (defines, bindings)
  }
}

/// What each of the 256 bytes becomes.
struct ByteTable: Sendable {
  private let bytes: Buffer<UInt8>

  /// `f` of the number that each byte stands for, as a byte again; both are signed where `isSigned`.
  init(from: AffineScale, to: AffineScale, isSigned: Bool, _ f: (Float) -> Float) {
    bytes = Buffer(
      (0..<256).map { code in
        let byte = UInt8(code)
        guard isSigned else {
          return to.code(of: f(from.number(Float(byte))), as: UInt8.self)
        }
        let result = to.code(of: f(from.number(Float(Int8(bitPattern: byte)))), as: Int8.self)
        return UInt8(bitPattern: result)
      })
  }

  /// - Throws: `.wrongType` of a tensor that is not of bytes.
  func callAsFunction(_ x: Tensor, input: Int) throws(OperatorError) -> Tensor {
    switch x.elements {
    case .uint8(let values): try tensor(mapped(values), x.shape)
    case .int8(let values):
      try tensor(mapped(values.reinterpreted(as: UInt8.self)).reinterpreted(as: Int8.self), x.shape)
    default: throw .wrongType(input: input, found: x.dtype.name, expected: "int8 or uint8")
    }
  }

  private func tensor<T: Element>(_ y: Buffer<T>, _ shape: Shape) throws(OperatorError) -> Tensor {
    try tensors { () throws(TensorError) in try Tensor(y, shape: shape) }
  }

  private func mapped(_ x: Buffer<UInt8>) -> Buffer<UInt8> {
    Buffer(count: x.count) { out in
      guard !out.isEmpty else { return }
      let (source, target, table) = (
        SendablePointer(x), SendablePointer(out), SendablePointer(bytes)
      )
      Parallel.forEach(x.count, grain: 1 << 15) { range in
        for i in range { target.base[i] = table.base[Int(source.base[i])] }
      }
      withExtendedLifetime((x, bytes)) {}
    }
  }
}
