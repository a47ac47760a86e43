#if T_x_IS_FLOAT
T_y f(T_x x) {
  return x < -T_x(p.lambd) ? x + T_x(p.bias) : x > T_x(p.lambd) ? x - T_x(p.bias) : T_x(0);
}
#else
// x + sign · (whole + rest), cut off towards zero.
T_y shifted(T_x x, int64_t whole, float rest) {
  T_y sum = T_y(uint64_t(x) + uint64_t(whole));
  if (rest < 0.0 && sum > T_y(0)) return sum - T_y(1);
#if T_x_IS_INT
  if (rest > 0.0 && sum < T_y(0)) return sum + T_y(1);
#endif
  return sum;
}

T_y f(T_x x) {
#if T_x_IS_INT
  if (int64_t(x) < p.least) return shifted(x, p.whole, p.rest);
  if (int64_t(x) > p.most) return shifted(x, -p.whole, -p.rest);
#else
  if (p.least > 0l && uint64_t(x) < uint64_t(p.least)) return shifted(x, p.whole, p.rest);
  if (p.most < 0l || uint64_t(x) > uint64_t(p.most)) return shifted(x, -p.whole, -p.rest);
#endif
  return T_y(0);
}
#endif
#include "Families/Unary.glsl"
