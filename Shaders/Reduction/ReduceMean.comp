#define TERM(x) (x)
// Of integers the mean of what they are, not of a sum that their type may not hold.
#define SUMS_IN_64_BITS
#if T_x_IS_FLOAT
#define FINISH(sum, count) ((sum) / T_x(count))
#else
#define FINISH(sum, count) ((sum) / A(max(count, 1u)))
#endif
#include "Families/SummedReduction.glsl"
