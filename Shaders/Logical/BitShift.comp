// SPIR-V leaves shifts by the width or more open.
#if T_a_IS_LONG
#define WIDTH 64
#else
#define WIDTH 32
#endif
T_c f(T_a a, T_b b) {
  if (b >= T_b(WIDTH)) return T_c(0);
  return p.shiftsLeft != 0u ? a << uint(b) : a >> uint(b);
}
#include "Families/Binary.glsl"
