// One axis of a resize: Y[o, j, i] = sum over t of weight[j, t] · X[o, source[j, t], i].
#if ROUNDS
// GLSL's roundEven is not to even for double in llvmpipe.
double nearestEven(double x) {
  double whole = floor(x);
  double rest = x - whole;
  bool isOdd = whole - 2.0lf * floor(whole * 0.5lf) != 0.0lf;
  return rest > 0.5lf || (rest == 0.5lf && isOdd) ? whole + 1.0lf : whole;
}
#endif

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint row = i / p.inner;
  uint tap = row % p.positions * TAPS;
  uint base = row / p.positions * p.extent;
  WORK sum = WORK(0);
  if (p.sources[tap] < 0) {
    sum = WORK(p.outside);
  } else {
    LOOP(t, tap, tap + TAPS) {
#if WORKS_IN_DOUBLE
      double weight = packDouble2x32(uvec2(p.low_words[t], p.high_words[t]));
#else
      float weight = p.weights[t];
#endif
      sum += weight * WORK(load_x((base + uint(p.sources[t])) * p.inner + i % p.inner));
    }
  }
#if ROUNDS
  store_y(i, T_y(clamp(nearestEven(sum), p.low, p.high)));
#else
  store_y(i, T_y(sum));
#endif
}
