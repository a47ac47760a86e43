#if T_x_IS_UINT
T_y f(T_x x) { return x > T_x(0) ? T_y(1) : T_y(0); }
#else
T_y f(T_x x) { return x > T_x(0) ? T_y(1) : x < T_x(0) ? T_y(-1) : x; }
#endif
#include "Families/Unary.glsl"
