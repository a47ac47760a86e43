#define BEFORE(a, b) ((a) > (b))
#define WORST_F32 (-INFINITY_F32)
#define WORST_BOOL 0u
#include "Families/Extreme.glsl"
