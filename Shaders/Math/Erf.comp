#include "Mathematics/Erf.glsl"
#if T_x_IS_FLOAT
T_y f(T_x x) { return m_erf(x); }
#elif T_x_IS_UINT
T_y f(T_x x) { return x >= T_x(6) ? T_y(1) : T_y(0); }
#else
// Only 0 maps below 1 in magnitude by enough: erf(6) rounds to 1, erf(1) truncates to 0.
T_y f(T_x x) { return x >= T_x(6) ? T_y(1) : x <= T_x(-6) ? T_y(-1) : T_y(0); }
#endif
#include "Families/Unary.glsl"
