#include "Mathematics/Log.glsl"
#define TERM(x) (x)
// Of integers the integer part, 0 where there is no logarithm.
#define SUMS_IN_64_BITS
#if T_x_IS_FLOAT
#define FINISH(sum, count) m_log(sum)
#else
#define FINISH(sum, count) ((sum) < A(0) ? 0.0 : m_log(float(sum)))
#endif
#include "Families/SummedReduction.glsl"
