#include "Mathematics/Asinh.glsl"
T_y f(T_x x) { return m_asinh(x); }
#include "Families/Unary.glsl"
