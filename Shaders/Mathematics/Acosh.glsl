// Written by Conformance/mathematics/shaders.py from WideFloat+Acosh.swift.
#ifndef MATHEMATICS_ACOSH
#define MATHEMATICS_ACOSH
#include "Mathematics/Core.glsl"
#include "Mathematics/Log.glsl"
#include "Mathematics/Pair.glsl"

float m_acosh(float x);

// The inverse hyperbolic cosine; NaN below one.
float m_acosh(float x) {
  bool isBig = x > 16384.0;
  float t = x - 1.0;
  FloatPair square = m_twoSum(2.0 * t, t * t);
  float root = sqrt(square.high);
  FloatPair back = m_twoProduct(root, root);
  float rest = (((square.high - back.high) - back.low) + square.low) / (2.0 * root);
  FloatPair sum = m_twoSum(x, root);
  float argument = isBig ? x : sum.high;
  float ratio = (sum.low + rest) / sum.high;
  float correction = isBig ? 0.0 : ratio;
  int shift = isBig ? 1 : 0;
  float y = m_logCorrected(argument, correction, shift);
  float edge = x == 1.0 ? 0.0 : uintBitsToFloat(0x7fc00000u);
  return x > 1.0 ? (x < uintBitsToFloat(0x7f800000u) ? y : x) : edge;
}

#if WONNX_HAS_FLOAT64
double m_acosh(double x);

// The inverse hyperbolic cosine; NaN below one.
double m_acosh(double x) {
  bool isBig = x > packDouble2x32(uvec2(0x00000000u, 0x41b00000u));
  double t = x - 1.0lf;
  DoublePair square = m_twoSum(2.0lf * t, t * t);
  double root = sqrt(square.high);
  DoublePair back = m_twoProduct(root, root);
  double rest = (((square.high - back.high) - back.low) + square.low) / (2.0lf * root);
  DoublePair sum = m_twoSum(x, root);
  double argument = isBig ? x : sum.high;
  double ratio = (sum.low + rest) / sum.high;
  double correction = isBig ? 0.0lf : ratio;
  int shift = isBig ? 1 : 0;
  double y = m_logCorrected(argument, correction, shift);
  double edge = x == 1.0lf ? 0.0lf : packDouble2x32(uvec2(0u, 0x7ff80000u));
  return x > 1.0lf ? (x < packDouble2x32(uvec2(0u, 0x7ff00000u)) ? y : x) : edge;
}
#endif

#endif
