T_y f(T_x x) { return ~x; }
#include "Families/Unary.glsl"
