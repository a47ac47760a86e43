// Written by Conformance/mathematics/shaders.py from WideFloat+Exp.swift.
#ifndef MATHEMATICS_EXP
#define MATHEMATICS_EXP
#include "Mathematics/Bits.glsl"
#include "Mathematics/Core.glsl"

float m_exp(float x);
float m_expScaled(float x, int shift);
float m_expOfPair(FloatPair x, float factor);
float m_expTail(float r);

// `e^x`.
float m_exp(float x) {
  return m_expScaled(x, 0);
}

// `2^shift · e^x` for a shift of at most one, rounded once where the result is subnormal.
float m_expScaled(float x, int shift) {
  float bounded = x > 90.0 ? 90.0 : x < -104.0 ? -104.0 : x;
  float shifted = bounded * uintBitsToFloat(0x3fb8aa3bu) + uintBitsToFloat(0x4b400000u);
  float rounded = shifted - uintBitsToFloat(0x4b400000u);
  float r = (bounded - rounded * uintBitsToFloat(0x3f317200u)) - rounded * uintBitsToFloat(0x35bfbe8eu);
  float p = 1.0 + (r + r * r * m_expTail(r));
  int k = int(m_bits(shifted) - 0x4b400000u) + shift;
  int half_ = k >> 1;
  return m_scaled(m_scaled(p, half_), k - half_);
}

// `factor · e^(x.high + x.low)`, for a factor near one.
float m_expOfPair(FloatPair x, float factor) {
  bool isFar = x.high > 90.0 || x.high < -104.0;
  float bounded = x.high > 90.0 ? 90.0 : x.high < -104.0 ? -104.0 : x.high;
  float low = isFar ? 0.0 : x.low;
  float shifted = bounded * uintBitsToFloat(0x3fb8aa3bu) + uintBitsToFloat(0x4b400000u);
  float rounded = shifted - uintBitsToFloat(0x4b400000u);
  float high = bounded - rounded * uintBitsToFloat(0x3f317200u);
  float correction = low - rounded * uintBitsToFloat(0x35bfbe8eu);
  float r = high + correction;
  float rest = (high - r) + correction;
  float p = factor + factor * (r + (r * r * m_expTail(r) + rest));
  int k = int(m_bits(shifted) - 0x4b400000u);
  int half_ = k >> 1;
  return m_scaled(m_scaled(p, half_), k - half_);
}

// `(e^r - 1 - r) / r²` for `|r| <= ln 2 / 2`.
float m_expTail(float r) {
  float p = uintBitsToFloat(0x3950929fu);
  p = p * r + uintBitsToFloat(0x3ab6a1bdu);
  p = p * r + uintBitsToFloat(0x3c088870u);
  p = p * r + uintBitsToFloat(0x3d2aaa74u);
  p = p * r + uintBitsToFloat(0x3e2aaaabu);
  return p * r + uintBitsToFloat(0x3f000000u);
}

#if WONNX_HAS_FLOAT64
double m_exp(double x);
double m_expScaled(double x, int shift);
double m_expOfPair(DoublePair x, double factor);
double m_expTail(double r);

// `e^x`.
double m_exp(double x) {
  return m_expScaled(x, 0);
}

// `2^shift · e^x` for a shift of at most one, rounded once where the result is subnormal.
double m_expScaled(double x, int shift) {
  double bounded = x > 711.0lf ? 711.0lf : x < -746.0lf ? -746.0lf : x;
  double shifted = bounded * packDouble2x32(uvec2(0x652b82feu, 0x3ff71547u)) + packDouble2x32(uvec2(0x00000000u, 0x43380000u));
  double rounded = shifted - packDouble2x32(uvec2(0x00000000u, 0x43380000u));
  double r = (bounded - rounded * packDouble2x32(uvec2(0xfefa4000u, 0x3fe62e42u))) - rounded * packDouble2x32(uvec2(0x1b0e2634u, 0xbd48432au));
  double p = 1.0lf + (r + r * r * m_expTail(r));
  int k = int(m_bits(shifted) - 0x4338000000000000ul) + shift;
  int half_ = k >> 1;
  return m_scaled(m_scaled(p, half_), k - half_);
}

// `factor · e^(x.high + x.low)`, for a factor near one.
double m_expOfPair(DoublePair x, double factor) {
  bool isFar = x.high > 711.0lf || x.high < -746.0lf;
  double bounded = x.high > 711.0lf ? 711.0lf : x.high < -746.0lf ? -746.0lf : x.high;
  double low = isFar ? 0.0lf : x.low;
  double shifted = bounded * packDouble2x32(uvec2(0x652b82feu, 0x3ff71547u)) + packDouble2x32(uvec2(0x00000000u, 0x43380000u));
  double rounded = shifted - packDouble2x32(uvec2(0x00000000u, 0x43380000u));
  double high = bounded - rounded * packDouble2x32(uvec2(0xfefa4000u, 0x3fe62e42u));
  double correction = low - rounded * packDouble2x32(uvec2(0x1b0e2634u, 0xbd48432au));
  double r = high + correction;
  double rest = (high - r) + correction;
  double p = factor + factor * (r + (r * r * m_expTail(r) + rest));
  int k = int(m_bits(shifted) - 0x4338000000000000ul);
  int half_ = k >> 1;
  return m_scaled(m_scaled(p, half_), k - half_);
}

// `(e^r - 1 - r) / r²` for `|r| <= ln 2 / 2`.
double m_expTail(double r) {
  double p = packDouble2x32(uvec2(0x921c514bu, 0x3e21f732u));
  p = p * r + packDouble2x32(uvec2(0xbbb50609u, 0x3e5af4e2u));
  p = p * r + packDouble2x32(uvec2(0xb5238e9au, 0x3e927e4du));
  p = p * r + packDouble2x32(uvec2(0x211bc37eu, 0x3ec71de0u));
  p = p * r + packDouble2x32(uvec2(0x1a6de478u, 0x3efa01a0u));
  p = p * r + packDouble2x32(uvec2(0x1abf20adu, 0x3f2a01a0u));
  p = p * r + packDouble2x32(uvec2(0x16c162cau, 0x3f56c16cu));
  p = p * r + packDouble2x32(uvec2(0x111100c9u, 0x3f811111u));
  p = p * r + packDouble2x32(uvec2(0x55555556u, 0x3fa55555u));
  p = p * r + packDouble2x32(uvec2(0x55555557u, 0x3fc55555u));
  return p * r + packDouble2x32(uvec2(0x00000000u, 0x3fe00000u));
}
#endif

#endif
