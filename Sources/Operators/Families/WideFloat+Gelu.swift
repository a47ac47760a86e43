extension WideFloat {
  /// `x/2 · (1 + erf(x / √2))`, or with tanh `x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³)))`.
  @inline(__always)
  static func gelu(_ x: Self, usesTanh: Bool) -> Self {
    let gate: Self =
      usesTanh
      ? .tanh(Self(0.7978845608028654) * (x + Self(0.044715) * (x * x * x)))
      : .erf(x * Self(0.7071067811865476))
    return x * Self(0.5) * (1 + gate)
  }
}
