T_y f(T_x x) { return ceil(x); }
#include "Families/Unary.glsl"
