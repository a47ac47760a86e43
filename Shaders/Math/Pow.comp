#include "Mathematics/Pow.glsl"
#if T_a_IS_FLOAT
#if T_b_IS_DOUBLE && !T_a_IS_DOUBLE
T_y f(T_a a, T_b b) { return T_y(m_pow(double(a), b)); }
#else
T_y f(T_a a, T_b b) { return m_pow(a, T_a(b)); }
#endif
#elif T_b_IS_FLOAT
T_y f(T_a a, T_b b) { return T_y(m_pow(T_b(a), b)); }
#else
T_y f(T_a a, T_b b) {
#if !T_b_IS_UINT
  if (b < T_b(0)) {
    if (a == T_a(1)) return T_y(1);
#if !T_a_IS_UINT
    if (a == T_a(-1)) return (b & T_b(1)) == T_b(0) ? T_y(1) : a;
#endif
    return T_y(0);
  }
#endif
  T_y result = T_y(1);
  LOOP(step, 0u, 64u) {
    if (b == T_b(0)) break;
    if ((b & T_b(1)) == T_b(1)) result *= a;
    a *= a;
    b >>= 1;
  }
  return result;
}
#endif
#include "Families/Binary.glsl"
