#include "Mathematics/Log.glsl"
#define TERM(x) (x)
// Of integers, the integer part.
#if T_x_IS_FLOAT
#define FINISH(sum, count) m_log(sum)
#else
#define FINISH(sum, count) m_log(float(sum))
#endif
#include "Families/SummedReduction.glsl"
