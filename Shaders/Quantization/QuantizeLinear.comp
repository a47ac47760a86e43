#include "Families/Quantization.glsl"

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint k = scaleIndex(i);
  C quotient = C(load_x(i)) / C(load_scale(k));
  quotient = NARROW(quotient);
#ifdef HAS_ZERO
  C zero = C(load_zero(k));
#else
  C zero = C(0);
#endif
#if T_y_IS_INT || T_y_IS_UINT
  // Bounded first, so that the sum is exact.
  C steps = quotient != quotient ? C(0)
    : quotient > C(200000) ? C(200000) : quotient < C(-200000) ? C(-200000) : nearestEven(quotient);
  C v = steps + zero;
  v = v < C(LEAST) ? C(LEAST) : v > C(TOP) ? C(TOP) : v;
  store_y(i, T_y(v));
#elif defined(ENCODE)
  float v = float(quotient + zero);
  b_y[i] = ENCODE(v);
#else
  store_y(i, T_y(quotient + zero));
#endif
}
