#if T_a_IS_FLOAT
#include "Mathematics/Fmod.glsl"
T_y f(T_a a, T_b b) {
  T_y remainder = m_fmod(a, b);
  if (p.truncates != 0u || remainder != remainder) return remainder;
  if (remainder == T_y(0)) return b < T_b(0) ? -T_y(0) : T_y(0);
  return (remainder < T_y(0)) == (b < T_b(0)) ? remainder : remainder + b;
}
#elif T_a_IS_UINT
T_y f(T_a a, T_b b) { return b == T_b(0) ? T_y(0) : a % b; }
#else
// SPIR-V's remainder of a negative operand is open, so it is built from the quotient.
T_y f(T_a a, T_b b) {
  if (b == T_b(0) || b == T_b(-1)) return T_y(0);
  T_y remainder = a - (a / b) * b;
  bool kept = p.truncates != 0u || remainder == T_y(0) || (remainder < T_y(0)) == (b < T_b(0));
  return kept ? remainder : remainder + b;
}
#endif
#include "Families/Binary.glsl"
