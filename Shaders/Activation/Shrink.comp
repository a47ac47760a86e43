#if T_x_IS_FLOAT
#define C T_x
#else
#define C float
#endif
T_y f(T_x x) {
  C c = C(x);
  return T_y(c < -C(p.lambd) ? c + C(p.bias) : c > C(p.lambd) ? c - C(p.bias) : C(0));
}
#include "Families/Unary.glsl"
