// Written by Conformance/mathematics/shaders.py from WideFloat+Cos.swift.
#ifndef MATHEMATICS_COS
#define MATHEMATICS_COS
#include "Mathematics/Angle.glsl"
#include "Mathematics/Core.glsl"
#include "Mathematics/SinCos.glsl"

float m_cos(float x);

// The cosine, of every finite angle to the same accuracy; NaN of an infinity.
float m_cos(float x) {
  FloatAngle angle = m_reduced(x);
  bool isEven = (angle.quadrant & 1) == 0;
  float y = isEven ? m_cosOfReduced(angle) : m_sinOfReduced(angle);
  bool isRight = ((angle.quadrant + 1) & 2) == 0;
  return isRight ? y : -y;
}

#if WONNX_HAS_FLOAT64
double m_cos(double x);

// The cosine, of every finite angle to the same accuracy; NaN of an infinity.
double m_cos(double x) {
  DoubleAngle angle = m_reduced(x);
  bool isEven = (angle.quadrant & 1) == 0;
  double y = isEven ? m_cosOfReduced(angle) : m_sinOfReduced(angle);
  bool isRight = ((angle.quadrant + 1) & 2) == 0;
  return isRight ? y : -y;
}
#endif

#endif
