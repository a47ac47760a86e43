#include "Families/Logistic.glsl"
T_y f(T_x x) { return logistic(x); }
#include "Families/Unary.glsl"
