T_y f(T_x x) { return sqrt(x); }
#include "Families/Unary.glsl"
