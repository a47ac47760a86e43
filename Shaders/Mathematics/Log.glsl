// Written by Conformance/mathematics/shaders.py from WideFloat+Log.swift.
#ifndef MATHEMATICS_LOG
#define MATHEMATICS_LOG
#include "Mathematics/Core.glsl"

float m_log(float x);
float m_logCorrected(float x, float correction, int shift);
float m_logEdges(float x, float y);
float m_logTail(float z);

// The natural logarithm; `log 0` is minus infinity, of less NaN.
float m_log(float x) {
  bool isSmall = x < uintBitsToFloat(0x00800000u);
  float scaled = isSmall ? x * uintBitsToFloat(0x4c000000u) : x;
  int shift = isSmall ? -25 : 0;
  float y = m_logCorrected(scaled, 0.0, shift);
  return m_logEdges(x, y);
}

// `log(2^shift · x) + correction`, for a normal `x` and a small correction.
float m_logCorrected(float x, float correction, int shift) {
  uint offset = m_bits(x) - 0x3f3504f3u;
  int k = int(int(offset) >> 23) + shift;
  float f = m_fromBits((offset & 0x007fffffu) + 0x3f3504f3u) - 1.0;
  float e = float(k);
  float s = f / (2.0 + f);
  float z = s * s;
  float square = 0.5 * f * f;
  float tail = s * (square + z * m_logTail(z)) + (e * uintBitsToFloat(0x35bfbe8eu) + correction);
  return e * uintBitsToFloat(0x3f317200u) + (f - (square - tail));
}

// `y`, unless the logarithm of `x` is one of the special values.
float m_logEdges(float x, float y) {
  float edge = x == 0.0 ? -uintBitsToFloat(0x7f800000u) : uintBitsToFloat(0x7fc00000u);
  return x > 0.0 ? (x < uintBitsToFloat(0x7f800000u) ? y : x) : edge;
}

// `(log((1 + s) / (1 - s)) - 2s) / s³` for `z = s²`, `|s| <= 0.1716`.
float m_logTail(float z) {
  float p = uintBitsToFloat(0x3e6ee8b9u);
  p = p * z + uintBitsToFloat(0x3e922e1cu);
  p = p * z + uintBitsToFloat(0x3eccccf6u);
  return p * z + uintBitsToFloat(0x3f2aaaabu);
}

#if WONNX_HAS_FLOAT64
double m_log(double x);
double m_logCorrected(double x, double correction, int shift);
double m_logEdges(double x, double y);
double m_logTail(double z);

// The natural logarithm; `log 0` is minus infinity, of less NaN.
double m_log(double x) {
  bool isSmall = x < packDouble2x32(uvec2(0x00000000u, 0x00100000u));
  double scaled = isSmall ? x * packDouble2x32(uvec2(0x00000000u, 0x43500000u)) : x;
  int shift = isSmall ? -54 : 0;
  double y = m_logCorrected(scaled, 0.0lf, shift);
  return m_logEdges(x, y);
}

// `log(2^shift · x) + correction`, for a normal `x` and a small correction.
double m_logCorrected(double x, double correction, int shift) {
  uint64_t offset = m_bits(x) - 0x3fe6a09e667f3bcdul;
  int k = int(int64_t(offset) >> 52) + shift;
  double f = m_fromBits((offset & 0x000ffffffffffffful) + 0x3fe6a09e667f3bcdul) - 1.0lf;
  double e = double(k);
  double s = f / (2.0lf + f);
  double z = s * s;
  double square = 0.5lf * f * f;
  double tail = s * (square + z * m_logTail(z)) + (e * packDouble2x32(uvec2(0x1b0e2634u, 0xbd48432au)) + correction);
  return e * packDouble2x32(uvec2(0xfefa4000u, 0x3fe62e42u)) + (f - (square - tail));
}

// `y`, unless the logarithm of `x` is one of the special values.
double m_logEdges(double x, double y) {
  double edge = x == 0.0lf ? -packDouble2x32(uvec2(0u, 0x7ff00000u)) : packDouble2x32(uvec2(0u, 0x7ff80000u));
  return x > 0.0lf ? (x < packDouble2x32(uvec2(0u, 0x7ff00000u)) ? y : x) : edge;
}

// `(log((1 + s) / (1 - s)) - 2s) / s³` for `z = s²`, `|s| <= 0.1716`.
double m_logTail(double z) {
  double p = packDouble2x32(uvec2(0xf14c641bu, 0x3fc0c06cu));
  p = p * z + packDouble2x32(uvec2(0x78772696u, 0x3fc0fbe4u));
  p = p * z + packDouble2x32(uvec2(0x8474d3eeu, 0x3fc3b1c3u));
  p = p * z + packDouble2x32(uvec2(0x8f6c9119u, 0x3fc745cfu));
  p = p * z + packDouble2x32(uvec2(0x2017a15cu, 0x3fcc71c7u));
  p = p * z + packDouble2x32(uvec2(0x92476ba1u, 0x3fd24924u));
  p = p * z + packDouble2x32(uvec2(0x99999a38u, 0x3fd99999u));
  return p * z + packDouble2x32(uvec2(0x55555555u, 0x3fe55555u));
}
#endif

#endif
