bool f(T_x x) { return x != x; }
#include "Families/Unary.glsl"
