#if T_x_IS_UINT
T_y f(T_x x) { return x; }
#elif T_x_IS_FLOAT
// Built-in abs leaves NaN alone and clears the sign of zero.
T_y f(T_x x) { return abs(x); }
#else
T_y f(T_x x) { return x < T_x(0) ? T_x(0) - x : x; }
#endif
#include "Families/Unary.glsl"
