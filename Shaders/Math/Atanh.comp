#include "Mathematics/Atanh.glsl"
T_y f(T_x x) { return m_atanh(x); }
#include "Families/Unary.glsl"
