#include "Mathematics/Cosh.glsl"
T_y f(T_x x) { return m_cosh(x); }
#include "Families/Unary.glsl"
