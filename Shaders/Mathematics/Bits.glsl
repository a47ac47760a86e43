// Written by Conformance/mathematics/shaders.py from WideFloat+Bits.swift.
#ifndef MATHEMATICS_BITS
#define MATHEMATICS_BITS
#include "Mathematics/Core.glsl"

float m_scaled(float x, int k);
float m_signed(float x, float sign);
float m_leadingHalf(float x);

// `2^k · x`, for a `2^k` that is a normal number.
float m_scaled(float x, int k) {
  return x * m_fromBits(uint(k + 127) << 23);
}

// `x` with the sign of `sign`, for an `x` whose sign bit is clear.
float m_signed(float x, float sign) {
  return m_fromBits(m_bits(x) | (m_bits(sign) & 0x80000000u));
}

// The leading half of the digits of `x`, so that products of two such halves are exact.
float m_leadingHalf(float x) {
  return m_fromBits(m_bits(x) & 0xfffff000u);
}

#if WONNX_HAS_FLOAT64
double m_scaled(double x, int k);
double m_signed(double x, double sign);
double m_leadingHalf(double x);

// `2^k · x`, for a `2^k` that is a normal number.
double m_scaled(double x, int k) {
  return x * m_fromBits(uint64_t(k + 1023) << 52);
}

// `x` with the sign of `sign`, for an `x` whose sign bit is clear.
double m_signed(double x, double sign) {
  return m_fromBits(m_bits(x) | (m_bits(sign) & 0x8000000000000000ul));
}

// The leading half of the digits of `x`, so that products of two such halves are exact.
double m_leadingHalf(double x) {
  return m_fromBits(m_bits(x) & 0xfffffffff8000000ul);
}
#endif

#endif
