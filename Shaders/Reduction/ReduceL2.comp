#define TERM(x) ((x) * (x))
// Of integers, the integer part.
#if T_x_IS_FLOAT
#define FINISH(sum, count) sqrt(sum)
#else
#define FINISH(sum, count) sqrt(float(sum))
#endif
#include "Families/SummedReduction.glsl"
