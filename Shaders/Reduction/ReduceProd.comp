#include "Families/Exchange.glsl"
#define A T_x
A start() { return A(1); }
A fold(A a, T_x x, uint k) { return a * x; }
A merge(A a, A b) { return a * b; }
#if T_x_IS_LONG
DEFINE_LONG_EXCHANGE(A)
#else
DEFINE_EXCHANGE(A)
#endif
T_y finish(A a, uint count) { return a; }
#include "Families/Reduction.glsl"
