T_y f(T_x x) { return x / (T_y(1) + abs(x)); }
#include "Families/Unary.glsl"
