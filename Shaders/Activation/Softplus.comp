#include "Families/Softplus.glsl"
T_y f(T_x x) { return softplus(x); }
#include "Families/Unary.glsl"
