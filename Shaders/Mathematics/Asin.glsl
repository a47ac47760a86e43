// Written by Conformance/mathematics/shaders.py from WideFloat+Asin.swift.
#ifndef MATHEMATICS_ASIN
#define MATHEMATICS_ASIN
#include "Mathematics/Bits.glsl"
#include "Mathematics/Core.glsl"

float m_asin(float x);
float m_asinTail(float z);

// The arc sine; NaN outside `-1 ... 1`.
float m_asin(float x) {
  float a = abs(x);
  bool isNear = a < 0.5;
  float square = a * a;
  float halved = (1.0 - a) * 0.5;
  float z = isNear ? square : halved;
  float tail = z * m_asinTail(z);
  float near = a + a * tail;
  float root = sqrt(z);
  float high = m_leadingHalf(root);
  float low = (z - high * high) / (root > 0.0 ? root + high : 1.0);
  float part = 2.0 * root * tail - (uintBitsToFloat(0xb33bbd2eu) - 2.0 * low);
  float far = uintBitsToFloat(0x3f490fdbu) - (part - (uintBitsToFloat(0x3f490fdbu) - 2.0 * high));
  return a <= 1.0 ? m_signed(isNear ? near : far, x) : uintBitsToFloat(0x7fc00000u);
}

// `(asin x - x) / x³` for `z = x²`, `|x| <= 0.5`.
float m_asinTail(float z) {
  float p = uintBitsToFloat(0x3d09ff6au);
  p = p * z + uintBitsToFloat(0x3c8c7c8fu);
  p = p * z + uintBitsToFloat(0x3cfec6d1u);
  p = p * z + uintBitsToFloat(0x3d36adddu);
  p = p * z + uintBitsToFloat(0x3d999a18u);
  return p * z + uintBitsToFloat(0x3e2aaaaau);
}

#if WONNX_HAS_FLOAT64
double m_asin(double x);
double m_asinTail(double z);

// The arc sine; NaN outside `-1 ... 1`.
double m_asin(double x) {
  double a = abs(x);
  bool isNear = a < 0.5lf;
  double square = a * a;
  double halved = (1.0lf - a) * 0.5lf;
  double z = isNear ? square : halved;
  double tail = z * m_asinTail(z);
  double near = a + a * tail;
  double root = sqrt(z);
  double high = m_leadingHalf(root);
  double low = (z - high * high) / (root > 0.0lf ? root + high : 1.0lf);
  double part = 2.0lf * root * tail - (packDouble2x32(uvec2(0x33145c07u, 0x3c91a626u)) - 2.0lf * low);
  double far = packDouble2x32(uvec2(0x54442d18u, 0x3fe921fbu)) - (part - (packDouble2x32(uvec2(0x54442d18u, 0x3fe921fbu)) - 2.0lf * high));
  return a <= 1.0lf ? m_signed(isNear ? near : far, x) : packDouble2x32(uvec2(0u, 0x7ff80000u));
}

// `(asin x - x) / x³` for `z = x²`, `|x| <= 0.5`.
double m_asinTail(double z) {
  double p = packDouble2x32(uvec2(0xbc8155f8u, 0x3f9d72b2u));
  p = p * z - packDouble2x32(uvec2(0x8a0a04ccu, 0x3f8e6aaau));
  p = p * z + packDouble2x32(uvec2(0x408314eeu, 0x3f91d189u));
  p = p * z + packDouble2x32(uvec2(0x4dfcf8b2u, 0x3f765a9cu));
  p = p * z + packDouble2x32(uvec2(0xb04b37beu, 0x3f852420u));
  p = p * z + packDouble2x32(uvec2(0x1caa6547u, 0x3f878265u));
  p = p * z + packDouble2x32(uvec2(0x7674736au, 0x3f8c9cf0u));
  p = p * z + packDouble2x32(uvec2(0x5cf95421u, 0x3f91c4d3u));
  p = p * z + packDouble2x32(uvec2(0x1c8209a2u, 0x3f96e8bbu));
  p = p * z + packDouble2x32(uvec2(0xc1db0623u, 0x3f9f1c71u));
  p = p * z + packDouble2x32(uvec2(0xb6e31f13u, 0x3fa6db6du));
  p = p * z + packDouble2x32(uvec2(0x33332ecau, 0x3fb33333u));
  return p * z + packDouble2x32(uvec2(0x55555556u, 0x3fc55555u));
}
#endif

#endif
