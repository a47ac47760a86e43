T_y f(T_a a, T_b b) { return a | b; }
#include "Families/Binary.glsl"
