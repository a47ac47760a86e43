#include "Mathematics/Tanh.glsl"
#include "Families/Softplus.glsl"
T_y f(T_x x) { return x * m_tanh(softplus(x)); }
#include "Families/Unary.glsl"
