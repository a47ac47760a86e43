#include "Mathematics/Expm1.glsl"
T_y f(T_x x) {
  return x > T_y(0) ? x : T_y(p.alpha) * m_expm1(x / T_y(p.alpha));
}
#include "Families/Unary.glsl"
