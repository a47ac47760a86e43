// SPIR-V leaves shifts by the width or more open.
#if T_a_IS_LONG
#define WIDTH 64
#else
#define WIDTH 32
#endif
T_y f(T_a a, T_b b) {
#if T_a_IS_UINT
  T_y extension = T_y(0);
  bool isInside = b < T_b(WIDTH);
#else
  T_y extension = p.shiftsLeft == 0u && a < T_a(0) ? T_y(-1) : T_y(0);
  bool isInside = b >= T_b(0) && b < T_b(WIDTH);
#endif
  if (!isInside) return extension;
  return p.shiftsLeft != 0u ? a << uint(b) : a >> uint(b);
}
#include "Families/Binary.glsl"
