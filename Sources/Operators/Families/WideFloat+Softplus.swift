/// `log(1 + e^x)` without overflow.
func softplus<F: WideFloat>(_ x: F) -> F {
  x > 0 ? x + .log1p(.exp(-x)) : .log1p(.exp(x))
}
