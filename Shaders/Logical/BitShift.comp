// SPIR-V leaves shifts by the width or more open.
#if T_a_IS_LONG
#define WIDTH 64
#else
#define WIDTH 32
#endif
T_c f(T_a a, T_b b) {
#if T_a_IS_UINT
  T_c extension = T_c(0);
  bool isInside = b < T_b(WIDTH);
#else
  T_c extension = p.shiftsLeft == 0u && a < T_a(0) ? T_c(-1) : T_c(0);
  bool isInside = b >= T_b(0) && b < T_b(WIDTH);
#endif
  if (!isInside) return extension;
  return p.shiftsLeft != 0u ? a << uint(b) : a >> uint(b);
}
#include "Families/Binary.glsl"
