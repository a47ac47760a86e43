#include "Mathematics/Exp.glsl"
float f(float x) { return 1.0 / (1.0 + m_exp(-x)); }
#include "Microsoft/QuantizedUnary.glsl"
