#include "Mathematics/Exp.glsl"
T_y f(T_x x) { return T_y(1) / (T_y(1) + m_exp(-x)); }
#include "Families/Unary.glsl"
