T_y f(T_x x) { return floor(x); }
#include "Families/Unary.glsl"
