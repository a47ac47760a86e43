// Written by Conformance/mathematics/shaders.py from WideFloat+Log2.swift.
#ifndef MATHEMATICS_LOG2
#define MATHEMATICS_LOG2
#include "Mathematics/Bits.glsl"
#include "Mathematics/Core.glsl"
#include "Mathematics/Log.glsl"

float m_log2(float x);
FloatPair m_logOfMantissa(float mantissa);

// The logarithm to base two; exact for powers of two.
float m_log2(float x) {
  bool isSmall = x < uintBitsToFloat(0x00800000u);
  float scaled = isSmall ? x * uintBitsToFloat(0x4c000000u) : x;
  uint offset = m_bits(scaled) - 0x3f3504f3u;
  int shift = isSmall ? -25 : 0;
  int k = int(int(offset) >> 23) + shift;
  float mantissa = m_fromBits((offset & 0x007fffffu) + 0x3f3504f3u);
  float e = float(k);
  FloatPair m = m_logOfMantissa(mantissa);
  float high = m.high * uintBitsToFloat(0x3fb8b000u);
  float low = (m.low + m.high) * uintBitsToFloat(0xb9389ad4u) + m.low * uintBitsToFloat(0x3fb8b000u);
  float sum = e + high;
  return m_logEdges(x, sum + (low + ((e - sum) + high)));
}

// The natural logarithm of a mantissa in `[√½, √2)`; `high` holds half of the digits.
FloatPair m_logOfMantissa(float mantissa) {
  float f = mantissa - 1.0;
  float s = f / (2.0 + f);
  float z = s * s;
  float square = 0.5 * f * f;
  float tail = s * (square + z * m_logTail(z));
  float high = m_leadingHalf(f - square);
  float low = ((f - high) - square) + tail;
  return FloatPair(high, low);
}

#if WONNX_HAS_FLOAT64
double m_log2(double x);
DoublePair m_logOfMantissa(double mantissa);

// The logarithm to base two; exact for powers of two.
double m_log2(double x) {
  bool isSmall = x < packDouble2x32(uvec2(0x00000000u, 0x00100000u));
  double scaled = isSmall ? x * packDouble2x32(uvec2(0x00000000u, 0x43500000u)) : x;
  uint64_t offset = m_bits(scaled) - 0x3fe6a09e667f3bcdul;
  int shift = isSmall ? -54 : 0;
  int k = int(int64_t(offset) >> 52) + shift;
  double mantissa = m_fromBits((offset & 0x000ffffffffffffful) + 0x3fe6a09e667f3bcdul);
  double e = double(k);
  DoublePair m = m_logOfMantissa(mantissa);
  double high = m.high * packDouble2x32(uvec2(0x68000000u, 0x3ff71547u));
  double low = (m.low + m.high) * packDouble2x32(uvec2(0x0f444178u, 0xbe46a3e8u)) + m.low * packDouble2x32(uvec2(0x68000000u, 0x3ff71547u));
  double sum = e + high;
  return m_logEdges(x, sum + (low + ((e - sum) + high)));
}

// The natural logarithm of a mantissa in `[√½, √2)`; `high` holds half of the digits.
DoublePair m_logOfMantissa(double mantissa) {
  double f = mantissa - 1.0lf;
  double s = f / (2.0lf + f);
  double z = s * s;
  double square = 0.5lf * f * f;
  double tail = s * (square + z * m_logTail(z));
  double high = m_leadingHalf(f - square);
  double low = ((f - high) - square) + tail;
  return DoublePair(high, low);
}
#endif

#endif
