#include "Mathematics/Sinh.glsl"
T_y f(T_x x) { return m_sinh(x); }
#include "Families/Unary.glsl"
