// Written by Conformance/mathematics/shaders.py from WideFloat+Asinh.swift.
#ifndef MATHEMATICS_ASINH
#define MATHEMATICS_ASINH
#include "Mathematics/Bits.glsl"
#include "Mathematics/Core.glsl"
#include "Mathematics/Log.glsl"
#include "Mathematics/Pair.glsl"

float m_asinh(float x);

// The inverse hyperbolic sine.
float m_asinh(float x) {
  float a = abs(x);
  bool isBig = a > 16384.0;
  FloatPair sum = m_twoSum(1.0, a);
  float rest = a * a / (1.0 + sqrt(1.0 + a * a));
  FloatPair total = m_fastTwoSum(sum.high, rest);
  float argument = isBig ? a : total.high;
  float ratio = (total.low + sum.low) / total.high;
  float correction = isBig ? 0.0 : ratio;
  int shift = isBig ? 1 : 0;
  float y = m_logCorrected(argument, correction, shift);
  return a < uintBitsToFloat(0x7f800000u) ? m_signed(y, x) : x;
}

#if WONNX_HAS_FLOAT64
double m_asinh(double x);

// The inverse hyperbolic sine.
double m_asinh(double x) {
  double a = abs(x);
  bool isBig = a > packDouble2x32(uvec2(0x00000000u, 0x41b00000u));
  DoublePair sum = m_twoSum(1.0lf, a);
  double rest = a * a / (1.0lf + sqrt(1.0lf + a * a));
  DoublePair total = m_fastTwoSum(sum.high, rest);
  double argument = isBig ? a : total.high;
  double ratio = (total.low + sum.low) / total.high;
  double correction = isBig ? 0.0lf : ratio;
  int shift = isBig ? 1 : 0;
  double y = m_logCorrected(argument, correction, shift);
  return a < packDouble2x32(uvec2(0u, 0x7ff00000u)) ? m_signed(y, x) : x;
}
#endif

#endif
