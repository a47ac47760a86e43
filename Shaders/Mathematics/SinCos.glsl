// Written by Conformance/mathematics/shaders.py from WideFloat+SinCos.swift.
#ifndef MATHEMATICS_SINCOS
#define MATHEMATICS_SINCOS
#include "Mathematics/Core.glsl"

float m_sinOfReduced(FloatAngle angle);
float m_sinTail(float z);
float m_cosOfReduced(FloatAngle angle);
float m_cosTail(float z);

// The sine of `high + low`.
float m_sinOfReduced(FloatAngle angle) {
  float r = angle.high;
  float z = r * r;
  return r + (r * z * m_sinTail(z) + angle.low * (1.0 - 0.5 * z));
}

// `(sin r - r) / r³` for `z = r²`, `|r| <= π/4`.
float m_sinTail(float z) {
  float p = uintBitsToFloat(0x3636dcc3u);
  p = p * z - uintBitsToFloat(0x395009cdu);
  p = p * z + uintBitsToFloat(0x3c088887u);
  return p * z - uintBitsToFloat(0x3e2aaaabu);
}

// The cosine of `high + low`.
float m_cosOfReduced(FloatAngle angle) {
  float r = angle.high;
  float z = r * r;
  float half_ = 0.5 * z;
  float start = 1.0 - half_;
  return start + (((1.0 - start) - half_) + (z * z * m_cosTail(z) - r * angle.low));
}

// `(cos r - 1 + r²/2) / r⁴` for `z = r²`, `|r| <= π/4`.
float m_cosTail(float z) {
  float p = uintBitsToFloat(0x37cde9fau);
  p = p * z - uintBitsToFloat(0x3ab60965u);
  return p * z + uintBitsToFloat(0x3d2aaaaau);
}

#if WONNX_HAS_FLOAT64
double m_sinOfReduced(DoubleAngle angle);
double m_sinTail(double z);
double m_cosOfReduced(DoubleAngle angle);
double m_cosTail(double z);

// The sine of `high + low`.
double m_sinOfReduced(DoubleAngle angle) {
  double r = angle.high;
  double z = r * r;
  return r + (r * z * m_sinTail(z) + angle.low * (1.0lf - 0.5lf * z));
}

// `(sin r - r) / r³` for `z = r²`, `|r| <= π/4`.
double m_sinTail(double z) {
  double p = packDouble2x32(uvec2(0x559c197cu, 0x3de5e07bu));
  p = p * z - packDouble2x32(uvec2(0x1923d5f2u, 0x3e5ae600u));
  p = p * z + packDouble2x32(uvec2(0x78d762ebu, 0x3ec71de3u));
  p = p * z - packDouble2x32(uvec2(0x19e7ca70u, 0x3f2a01a0u));
  p = p * z + packDouble2x32(uvec2(0x11110b95u, 0x3f811111u));
  return p * z - packDouble2x32(uvec2(0x55555555u, 0x3fc55555u));
}

// The cosine of `high + low`.
double m_cosOfReduced(DoubleAngle angle) {
  double r = angle.high;
  double z = r * r;
  double half_ = 0.5lf * z;
  double start = 1.0lf - half_;
  return start + (((1.0lf - start) - half_) + (z * z * m_cosTail(z) - r * angle.low));
}

// `(cos r - 1 + r²/2) / r⁴` for `z = r²`, `|r| <= π/4`.
double m_cosTail(double z) {
  double p = -packDouble2x32(uvec2(0xdf5e34f9u, 0x3da907a3u));
  p = p * z + packDouble2x32(uvec2(0x42fdbf12u, 0x3e21eeb6u));
  p = p * z - packDouble2x32(uvec2(0xa134f03eu, 0x3e927e4fu));
  p = p * z + packDouble2x32(uvec2(0x19f4b2d4u, 0x3efa01a0u));
  p = p * z - packDouble2x32(uvec2(0x16c16958u, 0x3f56c16cu));
  return p * z + packDouble2x32(uvec2(0x55555555u, 0x3fa55555u));
}
#endif

#endif
