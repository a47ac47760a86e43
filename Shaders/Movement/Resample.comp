// One axis of a resize: Y[o, j, i] = sum over t of weight[j, t] · X[o, source[j, t], i].
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
