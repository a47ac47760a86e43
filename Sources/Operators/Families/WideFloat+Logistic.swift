/// `n / (1 + e^-x)`, and below 0 `n · e^x / (1 + e^x)`, so that no power overflows.
func logistic<F: WideFloat>(_ x: F, of n: F = 1) -> F {
  let power = F.exp(-x.magnitude)
  return (x > 0 ? n : n * power) / (1 + power)
}
