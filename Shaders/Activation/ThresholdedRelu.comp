T_y f(T_x x) { return x > T_y(p.alpha) ? x : T_y(0); }
#include "Families/Unary.glsl"
