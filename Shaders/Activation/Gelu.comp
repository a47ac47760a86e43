#include "Mathematics/Erf.glsl"
#include "Mathematics/Tanh.glsl"
// glslang does not paste a suffix to a number.
#if T_x_IS_DOUBLE
#define ROOT_OF_2_OVER_PI 0.7978845608028654lf
#define ROOT_OF_HALF 0.7071067811865476lf
#define CUBIC 0.044715lf
#else
#define ROOT_OF_2_OVER_PI 0.7978845608028654
#define ROOT_OF_HALF 0.7071067811865476
#define CUBIC 0.044715
#endif
T_y f(T_x x) {
  T_y gate = p.usesTanh != 0u
    ? m_tanh(ROOT_OF_2_OVER_PI * (x + CUBIC * (x * x * x))) : m_erf(x * ROOT_OF_HALF);
  return x * T_y(0.5) * (T_y(1) + gate);
}
#include "Families/Unary.glsl"
