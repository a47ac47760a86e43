#include "Mathematics/Exp.glsl"
T_y f(T_x x) { return x / (T_y(1) + m_exp(-(T_y(p.alpha) * x))); }
#include "Families/Unary.glsl"
