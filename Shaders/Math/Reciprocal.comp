T_y f(T_x x) { return T_y(1) / x; }
#include "Families/Unary.glsl"
