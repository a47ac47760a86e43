T_y f(T_x x) { return nearestEven(x); }
#include "Families/Unary.glsl"
