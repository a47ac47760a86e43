#if T_x_IS_FLOAT
#define TERM(x) abs(x)
#else
#define TERM(x) ((x) < T_x(0) ? T_x(0) - (x) : (x))
#endif
#define FINISH(sum, count) (sum)
#include "Families/SummedReduction.glsl"
