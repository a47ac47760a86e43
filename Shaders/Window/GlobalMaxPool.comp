#define BEFORE(a, b) ((a) > (b))
#define WORST_F32 (-INFINITY_F32)
#include "Families/Extreme.glsl"
