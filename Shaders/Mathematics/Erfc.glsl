// Written by Conformance/mathematics/shaders.py from WideFloat+Erfc.swift.
#ifndef MATHEMATICS_ERFC
#define MATHEMATICS_ERFC
#include "Mathematics/Core.glsl"
#include "Mathematics/Erf.glsl"

float m_erfc(float x);

// The complementary error function, `1 - erf x`.
float m_erfc(float x) {
  float a = abs(x);
  if (a < 0.5) {
    return 1.0 - (x + x * m_erfTail(x * x));
  }
  float bounded = a > 11.0 ? 11.0 : a;
  float far = m_erfcFar(bounded);
  return x < 0.0 ? 2.0 - far : far;
}

#if WONNX_HAS_FLOAT64
double m_erfc(double x);

// The complementary error function, `1 - erf x`.
double m_erfc(double x) {
  double a = abs(x);
  if (a < 0.5lf) {
    return 1.0lf - (x + x * m_erfTail(x * x));
  }
  double bounded = a > 28.0lf ? 28.0lf : a;
  double far = m_erfcFar(bounded);
  return x < 0.0lf ? 2.0lf - far : far;
}
#endif

#endif
