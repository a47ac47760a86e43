#ifndef WONNX_SOFTPLUS
#define WONNX_SOFTPLUS
#include "Mathematics/Exp.glsl"
#include "Mathematics/Log1p.glsl"
// log(1 + e^x) without overflow.
T_y softplus(T_x x) {
  return x > T_x(0) ? x + m_log1p(m_exp(-x)) : m_log1p(m_exp(x));
}
#endif
