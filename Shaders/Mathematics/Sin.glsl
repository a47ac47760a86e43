// Written by Conformance/mathematics/shaders.py from WideFloat+Sin.swift.
#ifndef MATHEMATICS_SIN
#define MATHEMATICS_SIN
#include "Mathematics/Angle.glsl"
#include "Mathematics/Core.glsl"
#include "Mathematics/SinCos.glsl"

float m_sin(float x);

// The sine, of every finite angle to the same accuracy; NaN of an infinity.
float m_sin(float x) {
  FloatAngle angle = m_reduced(x);
  bool isEven = (angle.quadrant & 1) == 0;
  float y = isEven ? m_sinOfReduced(angle) : m_cosOfReduced(angle);
  bool isUpper = (angle.quadrant & 2) == 0;
  float turned = isUpper ? y : -y;
  return abs(x) < uintBitsToFloat(0x39000000u) ? x : turned;
}

#if WONNX_HAS_FLOAT64
double m_sin(double x);

// The sine, of every finite angle to the same accuracy; NaN of an infinity.
double m_sin(double x) {
  DoubleAngle angle = m_reduced(x);
  bool isEven = (angle.quadrant & 1) == 0;
  double y = isEven ? m_sinOfReduced(angle) : m_cosOfReduced(angle);
  bool isUpper = (angle.quadrant & 2) == 0;
  double turned = isUpper ? y : -y;
  return abs(x) < packDouble2x32(uvec2(0x00000000u, 0x3e300000u)) ? x : turned;
}
#endif

#endif
