// One pass: the sum is rescaled whenever a larger element appears.
#include "Mathematics/Exp.glsl"
#include "Mathematics/Log.glsl"
#if T_x_IS_FLOAT
#define C T_x
#else
#define C float
#endif
struct State { C peak; C sum; };
#define A State
A start() { return A(C(-INFINITY_F32), C(0)); }
A fold(A a, T_x element) {
  C x = C(element);
  if (x != x || a.peak != a.peak) return A(x + a.peak, C(0));
  if (x <= a.peak) {
    C gap = x - a.peak;
    return A(a.peak, gap != gap ? a.sum : a.sum + m_exp(gap));
  }
  return A(x, a.sum * m_exp(a.peak - x) + C(1));
}
T_y finish(A a, uint count) {
  C gap = a.peak - a.peak;
  return T_y(gap != gap ? a.peak : a.peak + m_log(a.sum));
}
#include "Families/Reduction.glsl"
