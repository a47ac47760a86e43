// Written by Conformance/mathematics/kernels.py from WideFloat+Bits.swift.
#pragma once
#include "Core.h"

WONNX_INLINE Float m_scaled(Float x, Int k);
WONNX_INLINE Float m_signed(Float x, Float sign);
WONNX_INLINE Float m_leadingHalf(Float x);

// `2^k · x`, for a `2^k` that is a normal number.
WONNX_INLINE Float m_scaled(Float x, Int k) {
  return x * m_fromBits(m_uint(k + 127) << 23);
}

// `x` with the sign of `sign`, for an `x` whose sign bit is clear.
WONNX_INLINE Float m_signed(Float x, Float sign) {
  return m_fromBits(m_bits(x) | (m_bits(sign) & 0x80000000u));
}

// The leading half of the digits of `x`, so that products of two such halves are exact.
WONNX_INLINE Float m_leadingHalf(Float x) {
  return m_fromBits(m_bits(x) & 0xfffff000u);
}
