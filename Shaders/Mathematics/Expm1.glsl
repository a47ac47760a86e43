// Written by Conformance/mathematics/shaders.py from WideFloat+Expm1.swift.
#ifndef MATHEMATICS_EXPM1
#define MATHEMATICS_EXPM1
#include "Mathematics/Bits.glsl"
#include "Mathematics/Core.glsl"
#include "Mathematics/Exp.glsl"

float m_expm1(float x);

// `e^x - 1`.
float m_expm1(float x) {
  float bounded = x > 90.0 ? 90.0 : x < -18.0 ? -18.0 : x;
  float shifted = bounded * uintBitsToFloat(0x3fb8aa3bu) + uintBitsToFloat(0x4b400000u);
  float rounded = shifted - uintBitsToFloat(0x4b400000u);
  float high = bounded - rounded * uintBitsToFloat(0x3f317200u);
  float low = rounded * uintBitsToFloat(0x35bfbe8eu);
  float r = high - low;
  float rest = (high - r) - low;
  float p = r + (r * r * m_expTail(r) + (rest + rest * r));
  int k = int(m_bits(shifted) - 0x4b400000u);
  float unit = k > 30 ? 0.0 : m_scaled(1.0, 0 - k);
  int half_ = k >> 1;
  float y = m_scaled(m_scaled((1.0 - unit) + p, half_), k - half_);
  return abs(x) < uintBitsToFloat(0x39000000u) * uintBitsToFloat(0x39000000u) ? x : y;
}

#if WONNX_HAS_FLOAT64
double m_expm1(double x);

// `e^x - 1`.
double m_expm1(double x) {
  double bounded = x > 711.0lf ? 711.0lf : x < -40.0lf ? -40.0lf : x;
  double shifted = bounded * packDouble2x32(uvec2(0x652b82feu, 0x3ff71547u)) + packDouble2x32(uvec2(0x00000000u, 0x43380000u));
  double rounded = shifted - packDouble2x32(uvec2(0x00000000u, 0x43380000u));
  double high = bounded - rounded * packDouble2x32(uvec2(0xfefa4000u, 0x3fe62e42u));
  double low = rounded * packDouble2x32(uvec2(0x1b0e2634u, 0xbd48432au));
  double r = high - low;
  double rest = (high - r) - low;
  double p = r + (r * r * m_expTail(r) + (rest + rest * r));
  int k = int(m_bits(shifted) - 0x4338000000000000ul);
  double unit = k > 60 ? 0.0lf : m_scaled(1.0lf, 0 - k);
  int half_ = k >> 1;
  double y = m_scaled(m_scaled((1.0lf - unit) + p, half_), k - half_);
  return abs(x) < packDouble2x32(uvec2(0x00000000u, 0x3e300000u)) * packDouble2x32(uvec2(0x00000000u, 0x3e300000u)) ? x : y;
}
#endif

#endif
