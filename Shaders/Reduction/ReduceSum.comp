#define TERM(x) (x)
#define FINISH(sum, count) (sum)
#include "Families/SummedReduction.glsl"
