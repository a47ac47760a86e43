// Written by Conformance/mathematics/shaders.py from WideFloat+Acos.swift.
#ifndef MATHEMATICS_ACOS
#define MATHEMATICS_ACOS
#include "Mathematics/Asin.glsl"
#include "Mathematics/Bits.glsl"
#include "Mathematics/Core.glsl"

float m_acos(float x);

// The arc cosine; NaN outside `-1 ... 1`.
float m_acos(float x) {
  float a = abs(x);
  bool isNear = a < 0.5;
  float square = a * a;
  float halved = (1.0 - a) * 0.5;
  float z = isNear ? square : halved;
  float tail = z * m_asinTail(z);
  float near = uintBitsToFloat(0x3fc90fdbu) - (x - (uintBitsToFloat(0xb33bbd2eu) - x * tail));
  float root = sqrt(z);
  float high = m_leadingHalf(root);
  float low = (z - high * high) / (root > 0.0 ? root + high : 1.0);
  float right = 2.0 * (high + (root * tail + low));
  float left = 2.0 * (uintBitsToFloat(0x3fc90fdbu) - (root + (root * tail + uintBitsToFloat(0x333bbd2eu))));
  float far = x > 0.0 ? right : left;
  return a <= 1.0 ? (isNear ? near : far) : uintBitsToFloat(0x7fc00000u);
}

#if WONNX_HAS_FLOAT64
double m_acos(double x);

// The arc cosine; NaN outside `-1 ... 1`.
double m_acos(double x) {
  double a = abs(x);
  bool isNear = a < 0.5lf;
  double square = a * a;
  double halved = (1.0lf - a) * 0.5lf;
  double z = isNear ? square : halved;
  double tail = z * m_asinTail(z);
  double near = packDouble2x32(uvec2(0x54442d18u, 0x3ff921fbu)) - (x - (packDouble2x32(uvec2(0x33145c07u, 0x3c91a626u)) - x * tail));
  double root = sqrt(z);
  double high = m_leadingHalf(root);
  double low = (z - high * high) / (root > 0.0lf ? root + high : 1.0lf);
  double right = 2.0lf * (high + (root * tail + low));
  double left = 2.0lf * (packDouble2x32(uvec2(0x54442d18u, 0x3ff921fbu)) - (root + (root * tail - packDouble2x32(uvec2(0x33145c07u, 0x3c91a626u)))));
  double far = x > 0.0lf ? right : left;
  return a <= 1.0lf ? (isNear ? near : far) : packDouble2x32(uvec2(0u, 0x7ff80000u));
}
#endif

#endif
