// Written by Conformance/mathematics/shaders.py from WideFloat+Log1p.swift.
#ifndef MATHEMATICS_LOG1P
#define MATHEMATICS_LOG1P
#include "Mathematics/Core.glsl"
#include "Mathematics/Log.glsl"
#include "Mathematics/Pair.glsl"

float m_log1p(float x);

// `log(1 + x)`.
float m_log1p(float x) {
  FloatPair sum = m_twoSum(1.0, x);
  float y = m_logCorrected(sum.high, sum.low / sum.high, 0);
  float edge = x == -1.0 ? -uintBitsToFloat(0x7f800000u) : uintBitsToFloat(0x7fc00000u);
  float inside = x == 0.0 || x == uintBitsToFloat(0x7f800000u) ? x : y;
  return x > -1.0 ? inside : edge;
}

#if WONNX_HAS_FLOAT64
double m_log1p(double x);

// `log(1 + x)`.
double m_log1p(double x) {
  DoublePair sum = m_twoSum(1.0lf, x);
  double y = m_logCorrected(sum.high, sum.low / sum.high, 0);
  double edge = x == -1.0lf ? -packDouble2x32(uvec2(0u, 0x7ff00000u)) : packDouble2x32(uvec2(0u, 0x7ff80000u));
  double inside = x == 0.0lf || x == packDouble2x32(uvec2(0u, 0x7ff00000u)) ? x : y;
  return x > -1.0lf ? inside : edge;
}
#endif

#endif
