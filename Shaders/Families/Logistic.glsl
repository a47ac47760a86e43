#ifndef WONNX_LOGISTIC
#define WONNX_LOGISTIC
#include "Mathematics/Exp.glsl"
// n / (1 + e^-x), and below 0 n · e^x / (1 + e^x), so that no power overflows.
#define LOGISTIC(REAL) \
  REAL logistic(REAL x, REAL n) { \
    REAL power = m_exp(-abs(x)); \
    return (x > REAL(0) ? n : n * power) / (REAL(1) + power); \
  } \
  REAL logistic(REAL x) { return logistic(x, REAL(1)); }
LOGISTIC(float)
#if WONNX_HAS_FLOAT64
LOGISTIC(double)
#endif
#endif
