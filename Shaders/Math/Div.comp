#if T_a_IS_FLOAT
T_y f(T_a a, T_b b) { return a / b; }
#elif T_a_IS_UINT
T_y f(T_a a, T_b b) { return b == T_b(0) ? T_y(0) : a / b; }
#else
// SPIR-V leaves the smallest integer divided by -1 open; it wraps to itself.
T_y f(T_a a, T_b b) { return b == T_b(0) ? T_y(0) : b == T_b(-1) ? T_y(0) - a : a / b; }
#endif
#include "Families/Binary.glsl"
