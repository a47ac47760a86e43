// Written by Conformance/mathematics/shaders.py from WideFloat+Cosh.swift.
#ifndef MATHEMATICS_COSH
#define MATHEMATICS_COSH
#include "Mathematics/Core.glsl"
#include "Mathematics/Exp.glsl"

float m_cosh(float x);

// The hyperbolic cosine.
float m_cosh(float x) {
  float half_ = m_expScaled(abs(x), -1);
  return half_ + 0.25 / half_;
}

#if WONNX_HAS_FLOAT64
double m_cosh(double x);

// The hyperbolic cosine.
double m_cosh(double x) {
  double half_ = m_expScaled(abs(x), -1);
  return half_ + 0.25lf / half_;
}
#endif

#endif
