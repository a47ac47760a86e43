#include "Families/Logistic.glsl"
T_y f(T_x x) { return logistic(T_y(p.alpha) * x, x); }
#include "Families/Unary.glsl"
