#include "Mathematics/Sin.glsl"
T_y f(T_x x) { return m_sin(x); }
#include "Families/Unary.glsl"
