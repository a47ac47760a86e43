// Written by Conformance/mathematics/shaders.py from WideFloat+Atanh.swift.
#ifndef MATHEMATICS_ATANH
#define MATHEMATICS_ATANH
#include "Mathematics/Bits.glsl"
#include "Mathematics/Core.glsl"
#include "Mathematics/Log.glsl"
#include "Mathematics/Pair.glsl"

float m_atanh(float x);

// The inverse hyperbolic tangent; infinite at ±1, NaN beyond.
float m_atanh(float x) {
  float a = abs(x);
  bool isNear = a < 0.5;
  float twice = a + a;
  float product = twice * a;
  float rest = (isNear ? product : twice) / (1.0 - a);
  FloatPair start = m_twoSum(1.0, isNear ? twice : 0.0);
  FloatPair sum = m_twoSum(start.high, rest);
  float correction = (sum.low + start.low) / sum.high;
  float y = 0.5 * m_logCorrected(sum.high, correction, 0);
  float edge = a == 1.0 ? uintBitsToFloat(0x7f800000u) : uintBitsToFloat(0x7fc00000u);
  return m_signed(a < 1.0 ? y : edge, x);
}

#if WONNX_HAS_FLOAT64
double m_atanh(double x);

// The inverse hyperbolic tangent; infinite at ±1, NaN beyond.
double m_atanh(double x) {
  double a = abs(x);
  bool isNear = a < 0.5lf;
  double twice = a + a;
  double product = twice * a;
  double rest = (isNear ? product : twice) / (1.0lf - a);
  DoublePair start = m_twoSum(1.0lf, isNear ? twice : 0.0lf);
  DoublePair sum = m_twoSum(start.high, rest);
  double correction = (sum.low + start.low) / sum.high;
  double y = 0.5lf * m_logCorrected(sum.high, correction, 0);
  double edge = a == 1.0lf ? packDouble2x32(uvec2(0u, 0x7ff00000u)) : packDouble2x32(uvec2(0u, 0x7ff80000u));
  return m_signed(a < 1.0lf ? y : edge, x);
}
#endif

#endif
