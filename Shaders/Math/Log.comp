#include "Mathematics/Log.glsl"
T_y f(T_x x) { return m_log(x); }
#include "Families/Unary.glsl"
