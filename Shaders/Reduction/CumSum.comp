#define JOIN(a, b) ((a) + (b))
#define NEUTRAL 0
#include "Families/Cumulation.glsl"
