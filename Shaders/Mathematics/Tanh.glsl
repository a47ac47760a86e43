// Written by Conformance/mathematics/shaders.py from WideFloat+Tanh.swift.
#ifndef MATHEMATICS_TANH
#define MATHEMATICS_TANH
#include "Mathematics/Bits.glsl"
#include "Mathematics/Core.glsl"
#include "Mathematics/Exp.glsl"

float m_tanh(float x);
float m_tanhTail(float z);

// The hyperbolic tangent.
float m_tanh(float x) {
  float a = abs(x);
  float z = a * a;
  float near = a + a * z * m_tanhTail(z);
  float far = 1.0 - 2.0 / (m_exp(2.0 * a) + 1.0);
  return m_signed(a < 0.625 ? near : far, x);
}

// `(tanh x - x) / x³` for `z = x²`, `|x| <= 0.625`.
float m_tanhTail(float z) {
  float p = uintBitsToFloat(0x3b16322fu);
  p = p * z - uintBitsToFloat(0x3c08b194u);
  p = p * z + uintBitsToFloat(0x3cb25434u);
  p = p * z - uintBitsToFloat(0x3d5d045au);
  p = p * z + uintBitsToFloat(0x3e088874u);
  return p * z - uintBitsToFloat(0x3eaaaaabu);
}

#if WONNX_HAS_FLOAT64
double m_tanh(double x);
double m_tanhTail(double z);

// The hyperbolic tangent.
double m_tanh(double x) {
  double a = abs(x);
  double z = a * a;
  double near = a + a * z * m_tanhTail(z);
  double far = 1.0lf - 2.0lf / (m_exp(2.0lf * a) + 1.0lf);
  return m_signed(a < 0.625lf ? near : far, x);
}

// `(tanh x - x) / x³` for `z = x²`, `|x| <= 0.625`.
double m_tanhTail(double z) {
  double p = packDouble2x32(uvec2(0xe7bcc919u, 0x3edb2db5u));
  p = p * z - packDouble2x32(uvec2(0x0ded4603u, 0x3f005a48u));
  p = p * z + packDouble2x32(uvec2(0xfbaf5a4du, 0x3f1843b2u));
  p = p * z - packDouble2x32(uvec2(0xd439921eu, 0x3f2f240eu));
  p = p * z + packDouble2x32(uvec2(0x6d281e18u, 0x3f43526bu));
  p = p * z - packDouble2x32(uvec2(0xa1406a56u, 0x3f57d9f6u));
  p = p * z + packDouble2x32(uvec2(0xa9164633u, 0x3f6d6d39u));
  p = p * z - packDouble2x32(uvec2(0x4723e97bu, 0x3f8226e3u));
  p = p * z + packDouble2x32(uvec2(0x87e00f92u, 0x3f9664f4u));
  p = p * z - packDouble2x32(uvec2(0x1ba0ef60u, 0x3faba1bau));
  p = p * z + packDouble2x32(uvec2(0x111110a7u, 0x3fc11111u));
  return p * z - packDouble2x32(uvec2(0x55555555u, 0x3fd55555u));
}
#endif

#endif
