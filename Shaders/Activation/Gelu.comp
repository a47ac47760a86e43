#include "Mathematics/Erf.glsl"
#include "Mathematics/Tanh.glsl"
#if T_x_IS_DOUBLE
#define CONSTANT(x) x##lf
#else
#define CONSTANT(x) x
#endif
T_y f(T_x x) {
  T_y gate = p.usesTanh != 0u
    ? m_tanh(CONSTANT(0.7978845608028654) * (x + CONSTANT(0.044715) * (x * x * x)))
    : m_erf(x * CONSTANT(0.7071067811865476));
  return x * T_y(0.5) * (T_y(1) + gate);
}
#include "Families/Unary.glsl"
