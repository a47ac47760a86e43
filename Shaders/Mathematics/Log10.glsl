// Written by Conformance/mathematics/shaders.py from WideFloat+Log10.swift.
#ifndef MATHEMATICS_LOG10
#define MATHEMATICS_LOG10
#include "Mathematics/Core.glsl"
#include "Mathematics/Log.glsl"
#include "Mathematics/Log2.glsl"

float m_log10(float x);

// The logarithm to base ten.
float m_log10(float x) {
  bool isSmall = x < uintBitsToFloat(0x00800000u);
  float scaled = isSmall ? x * uintBitsToFloat(0x4c000000u) : x;
  uint offset = m_bits(scaled) - 0x3f3504f3u;
  int shift = isSmall ? -25 : 0;
  int k = int(int(offset) >> 23) + shift;
  float mantissa = m_fromBits((offset & 0x007fffffu) + 0x3f3504f3u);
  float e = float(k);
  FloatPair m = m_logOfMantissa(mantissa);
  float high = m.high * uintBitsToFloat(0x3ede6000u);
  float cross = (m.low + m.high) * uintBitsToFloat(0xb804ead9u) + m.low * uintBitsToFloat(0x3ede6000u);
  float low = e * uintBitsToFloat(0x369a84fcu) + cross;
  float whole = e * uintBitsToFloat(0x3e9a2000u);
  float sum = whole + high;
  return m_logEdges(x, sum + (low + ((whole - sum) + high)));
}

#if WONNX_HAS_FLOAT64
double m_log10(double x);

// The logarithm to base ten.
double m_log10(double x) {
  bool isSmall = x < packDouble2x32(uvec2(0x00000000u, 0x00100000u));
  double scaled = isSmall ? x * packDouble2x32(uvec2(0x00000000u, 0x43500000u)) : x;
  uint64_t offset = m_bits(scaled) - 0x3fe6a09e667f3bcdul;
  int shift = isSmall ? -54 : 0;
  int k = int(int64_t(offset) >> 52) + shift;
  double mantissa = m_fromBits((offset & 0x000ffffffffffffful) + 0x3fe6a09e667f3bcdul);
  double e = double(k);
  DoublePair m = m_logOfMantissa(mantissa);
  double high = m.high * packDouble2x32(uvec2(0x18000000u, 0x3fdbcb7bu));
  double cross = (m.low + m.high) * packDouble2x32(uvec2(0x8e6acaa4u, 0xbe26c8d7u)) + m.low * packDouble2x32(uvec2(0x18000000u, 0x3fdbcb7bu));
  double low = e * packDouble2x32(uvec2(0xb83b532au, 0xbd380433u)) + cross;
  double whole = e * packDouble2x32(uvec2(0x509f8000u, 0x3fd34413u));
  double sum = whole + high;
  return m_logEdges(x, sum + (low + ((whole - sum) + high)));
}
#endif

#endif
