T_y f(T_x x) { return x < T_y(0) ? T_y(p.alpha) * x : x; }
#include "Families/Unary.glsl"
