#include "Mathematics/Asin.glsl"
T_y f(T_x x) { return m_asin(x); }
#include "Families/Unary.glsl"
