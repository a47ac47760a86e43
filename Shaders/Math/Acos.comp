#include "Mathematics/Acos.glsl"
T_y f(T_x x) { return m_acos(x); }
#include "Families/Unary.glsl"
