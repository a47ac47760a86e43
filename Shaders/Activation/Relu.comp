T_y f(T_x x) { return x < T_x(0) ? T_y(0) : x; }
#include "Families/Unary.glsl"
