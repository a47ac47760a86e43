// Written by Conformance/mathematics/kernels.py from WideFloat+Log.swift.
#pragma once
#include "Core.h"

WONNX_INLINE Float m_log(Float x);
WONNX_INLINE Float m_logCorrected(Float x, Float correction, Int shift);
WONNX_INLINE Float m_logEdges(Float x, Float y);
WONNX_INLINE Float m_logTail(Float z);

// The natural logarithm; `log 0` is minus infinity, of less NaN.
WONNX_INLINE Float m_log(Float x) {
  Int isSmall = m_int(x < 0x1p-126f);
  Float scaled = isSmall ? x * 0x1p25f : x;
  Int shift = m_int(isSmall ? -25 : 0);
  Float y = m_logCorrected(scaled, 0.0f, shift);
  return m_logEdges(x, y);
}

// `log(2^shift · x) + correction`, for a normal `x` and a small correction.
WONNX_INLINE Float m_logCorrected(Float x, Float correction, Int shift) {
  UInt offset = m_uint(m_bits(x) - 0x3f3504f3u);
  Int k = m_int(m_int(m_int(offset) >> 23) + shift);
  Float f = m_fromBits((offset & 0x007fffffu) + 0x3f3504f3u) - 1.0f;
  Float e = m_float(k);
  Float s = f / (2.0f + f);
  Float z = s * s;
  Float square = 0.5f * f * f;
  Float tail = s * (square + z * m_logTail(z)) + (e * 0x1.7f7d1cp-20f + correction);
  return e * 0x1.62e4p-1f + (f - (square - tail));
}

// `y`, unless the logarithm of `x` is one of the special values.
WONNX_INLINE Float m_logEdges(Float x, Float y) {
  Float edge = x == 0.0f ? -__builtin_inff() : __builtin_nanf("");
  return x > 0.0f ? (x < __builtin_inff() ? y : x) : edge;
}

// `(log((1 + s) / (1 - s)) - 2s) / s³` for `z = s²`, `|s| <= 0.1716`.
WONNX_INLINE Float m_logTail(Float z) {
  Float p = 0x1.ddd172p-3f;
  p = p * z + 0x1.245c38p-2f;
  p = p * z + 0x1.9999ecp-2f;
  return p * z + 0x1.555556p-1f;
}
