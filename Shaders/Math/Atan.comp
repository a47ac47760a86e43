#include "Mathematics/Atan.glsl"
T_y f(T_x x) { return m_atan(x); }
#include "Families/Unary.glsl"
