// Written by Conformance/mathematics/shaders.py from WideFloat+Tan.swift.
#ifndef MATHEMATICS_TAN
#define MATHEMATICS_TAN
#include "Mathematics/Angle.glsl"
#include "Mathematics/Core.glsl"
#include "Mathematics/Pair.glsl"
#include "Mathematics/SinCos.glsl"

float m_tan(float x);

// The tangent, of every finite angle to the same accuracy; NaN of an infinity.
float m_tan(float x) {
  FloatAngle angle = m_reduced(x);
  float r = angle.high;
  float z = r * r;
  float half_ = 0.5 * z;
  float start = 1.0 - half_;
  FloatPair sine = m_fastTwoSum(r, r * z * m_sinTail(z) + angle.low * start);
  float rest = ((1.0 - start) - half_) + (z * z * m_cosTail(z) - r * angle.low);
  FloatPair cosine = m_fastTwoSum(start, rest);
  bool isOdd = (angle.quadrant & 1) != 0;
  FloatPair n = FloatPair(isOdd ? -cosine.high : sine.high, isOdd ? -cosine.low : sine.low);
  FloatPair d = FloatPair(isOdd ? sine.high : cosine.high, isOdd ? sine.low : cosine.low);
  FloatPair ratio = m_quotient(n, d);
  return abs(x) < uintBitsToFloat(0x39000000u) ? x : ratio.high;
}

#if WONNX_HAS_FLOAT64
double m_tan(double x);

// The tangent, of every finite angle to the same accuracy; NaN of an infinity.
double m_tan(double x) {
  DoubleAngle angle = m_reduced(x);
  double r = angle.high;
  double z = r * r;
  double half_ = 0.5lf * z;
  double start = 1.0lf - half_;
  DoublePair sine = m_fastTwoSum(r, r * z * m_sinTail(z) + angle.low * start);
  double rest = ((1.0lf - start) - half_) + (z * z * m_cosTail(z) - r * angle.low);
  DoublePair cosine = m_fastTwoSum(start, rest);
  bool isOdd = (angle.quadrant & 1) != 0;
  DoublePair n = DoublePair(isOdd ? -cosine.high : sine.high, isOdd ? -cosine.low : sine.low);
  DoublePair d = DoublePair(isOdd ? sine.high : cosine.high, isOdd ? sine.low : cosine.low);
  DoublePair ratio = m_quotient(n, d);
  return abs(x) < packDouble2x32(uvec2(0x00000000u, 0x3e300000u)) ? x : ratio.high;
}
#endif

#endif
