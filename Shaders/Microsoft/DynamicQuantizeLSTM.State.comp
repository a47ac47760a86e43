// A direction's state, quantised by the range of the sequences that took the step before, less its zero
// point: a workgroup a direction.
#define THREADS 256u
shared float lows[THREADS];
shared float highs[THREADS];

bool hasState(uint i) {
#ifdef HAS_LENGTHS
  return int(p.now) <= load_lengths(i / p.hidden);
#else
  return true;
#endif
}

void main() {
  uint direction = invocation() / THREADS;
  if (direction >= p.directions) return;
  uint t = gl_LocalInvocationIndex;
  float least = 0.0;
  float peak = 0.0;
  uint start = direction * p.size;
  for (uint i = t; i < p.size; i += THREADS) {
    if (hasState(i)) {
      float x = load_state(start + i);
      least = x < least ? x : least;
      peak = x > peak ? x : peak;
    }
  }
  lows[t] = least;
  highs[t] = peak;
  barrier();
  [[unroll]] for (uint width = THREADS / 2u; width > 0u; width /= 2u) {
    if (t < width) {
      lows[t] = lows[t + width] < lows[t] ? lows[t + width] : lows[t];
      highs[t] = highs[t + width] > highs[t] ? highs[t + width] : highs[t];
    }
    barrier();
  }
  least = lows[0];
  float scale = (highs[0] - least) / 255.0;
  float low = -least / scale;
  float zero = scale == 0.0 ? 0.0 : roundEven(low < 0.0 ? 0.0 : low > 255.0 ? 255.0 : low);
  if (t == 0u) store_scale(direction, scale);
  for (uint i = t; i < p.size; i += THREADS) {
    float steps = scale == 0.0 ? 0.0 : roundEven(load_state(start + i) / scale) + zero;
    float code = steps != steps ? zero : steps < 0.0 ? 0.0 : steps > 255.0 ? 255.0 : steps;
    store_centered(start + i, int(code) - int(zero));
  }
}
