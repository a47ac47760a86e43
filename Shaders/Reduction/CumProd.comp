#define JOIN(a, b) ((a) * (b))
#define NEUTRAL 1
#include "Families/Cumulation.glsl"
