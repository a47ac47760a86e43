#include "Mathematics/Log.glsl"
// Of integers, the integer part.
#if T_x_IS_FLOAT
#define LOGARITHM(x) m_log(x)
#else
#define LOGARITHM(x) m_log(float(x))
#endif
#define A T_x
A start() { return A(0); }
A fold(A a, T_x x) { return a + x; }
T_y finish(A a, uint count) { return LOGARITHM(a); }
#include "Families/Reduction.glsl"
