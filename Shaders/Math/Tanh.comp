#include "Mathematics/Tanh.glsl"
T_y f(T_x x) { return m_tanh(x); }
#include "Families/Unary.glsl"
