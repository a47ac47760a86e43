#include "Mathematics/Tan.glsl"
T_y f(T_x x) { return m_tan(x); }
#include "Families/Unary.glsl"
