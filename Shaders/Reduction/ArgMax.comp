#define BEFORE(a, b) ((a) > (b))
#include "Families/Extremum.glsl"
