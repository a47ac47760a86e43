#include "Families/Logistic.glsl"

// The past followed by the input.
T_x padded(uint row, uint t) {
  uint past = p.taps - 1u;
  if (t >= past) return load_x(row * p.len + t - past);
#ifdef T_past
  return load_past(row * past + t);
#else
  return T_x(0);
#endif
}

void main() {
  uint i = invocation();
  if (i >= p.count) return;
#ifdef MAKES_STATE
  uint past = p.taps - 1u;
  store_state(i, padded(i / past, p.len + i % past));
#else
  uint row = i / p.len;
  uint channel = row % p.channels;
  BEGIN_PRODUCT(T_x, v, 0u, p.taps)
  EACH_BLOCK(T_x, block, 0u, p.taps)
    EACH_TERM(k, p.taps) {
      block = fused(load_w(channel * p.taps + k), padded(row, i % p.len + k), block);
    }
  END_BLOCK(v, block)
#ifdef T_bias
  v += load_bias(channel);
#endif
  v = NARROW(v);
  store_y(i, p.activates != 0u ? v * logistic(v) : v);
#endif
}
