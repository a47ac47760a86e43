T_y f(T_a x, T_b slope) { return x < T_a(0) ? slope * x : x; }
#include "Families/Binary.glsl"
