#include "Mathematics/Exp.glsl"
T_y f(T_x x) { return m_exp(x); }
#include "Families/Unary.glsl"
