#include "Mathematics/Acosh.glsl"
T_y f(T_x x) { return m_acosh(x); }
#include "Families/Unary.glsl"
