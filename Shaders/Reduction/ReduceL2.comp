// Of integers, the integer part.
#if T_x_IS_FLOAT
#define ROOT(x) sqrt(x)
#else
#define ROOT(x) sqrt(float(x))
#endif
#define A T_x
A start() { return A(0); }
A fold(A a, T_x x) { return a + x * x; }
T_y finish(A a, uint count) { return T_y(ROOT(a)); }
#include "Families/Reduction.glsl"
