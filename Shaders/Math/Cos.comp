#include "Mathematics/Cos.glsl"
T_y f(T_x x) { return m_cos(x); }
#include "Families/Unary.glsl"
