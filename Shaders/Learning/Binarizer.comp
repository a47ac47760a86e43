T_y f(T_x x) {
#if T_x_IS_FLOAT
  return x > T_x(p.threshold) ? T_y(1) : T_y(0);
#else
  return int64_t(x) > p.floored ? T_y(1) : T_y(0);
#endif
}
#include "Families/Unary.glsl"
